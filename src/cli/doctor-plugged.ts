import { realpathSync } from 'node:fs';
import type { SourceSetting } from '../config/configuration.ts';
import { isModem, mayAnswer } from '../discovery/devices.ts';
import { isHub, readSerialPorts, type SerialPort, type User } from '../discovery/ports.ts';
import { readUsbDevices } from '../discovery/usb.ts';
import type { OpenPort } from '../sources/serial/port.ts';
import { judgeDevice } from './doctor-devices.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import { examineModem } from './doctor-modem.ts';
import { judgePort } from './doctor-ports.ts';
import { checkPower } from './doctor-power.ts';
import { findRivals } from './doctor-processes.ts';

export interface PluggedOptions {
  /** Where /sys, /dev, /proc and /etc lie: `/`, or another folder in tests. */
  root: string;
  user: User;
  sources: readonly SourceSetting[];
  hubRuns: boolean;
  /** Replaced in tests. */
  openPort?: OpenPort;
}

/** What is plugged in, in which mode it is, who may and does use its ports, and what answers there. */
export async function checkPlugged(options: PluggedOptions): Promise<DoctorFinding[]> {
  const { root, user, sources } = options;
  const devices = readUsbDevices(root);
  const ports = readSerialPorts(root, user);
  const ofModems = ports.filter(({ device }) => isModem(device));
  const hasSerial = sources.some(({ kind, enabled }) => kind === 'serial' && enabled);
  return [
    ...devices.flatMap(judgeDevice),
    ...ofModems.flatMap((port) => judgePort(port, root, user)),
    // Without a serial modem they are in nobody's way.
    ...(ofModems.length > 0 || hasSerial ? findRivals(root) : []),
    ...checkPower(root),
    ...(await examineModems(ofModems, options)),
  ];
}

/** One after the other: the ports of a stick share one ear. */
async function examineModems(ports: SerialPort[], options: PluggedOptions): Promise<DoctorFinding[]> {
  const { sources, hubRuns, openPort } = options;
  const serial = sources.filter(({ kind, enabled }) => kind === 'serial' && enabled);
  // The port that the hub reads must not be disturbed; without a path it takes any.
  if (hubRuns && serial.length > 0) {
    const text = 'not asked, because the hub uses them: the finding on its source says how they are';
    return [{ area: 'modems', level: 'ok', text }];
  }
  const free = ports.filter((port) => port.canOpen && port.holders.length === 0 && mayAnswer(port));
  const configured = serial.flatMap(({ settings }) => (typeof settings.path === 'string' ? [settings.path] : []));
  const busy = ports.filter(({ holders }) => holders.length > 0 && !holders.every(isHub)).map(({ path }) => path);
  const paths = new Map([...free.map(({ path }) => path), ...configured].map((path) => [realPath(path), path]));
  const findings: DoctorFinding[] = [];
  for (const [real, path] of paths) {
    const hasPin = serial.some(({ settings }) => settings.pin !== undefined && mayRead(settings.path, real));
    if (!busy.includes(real) && !path.includes('${'))
      findings.push(...(await examineModem(path, { open: openPort, hasPin })));
  }
  return findings;
}

/** Without a path a source takes any modem. */
function mayRead(path: unknown, real: string): boolean {
  return typeof path !== 'string' || realPath(path) === real;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
