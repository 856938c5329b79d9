import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorFinding } from './doctor-finding.ts';

export interface Holder {
  pid: number;
  name: string;
}

/** Programs that talk to modems by themselves, and how to stop them. */
const rivals: Record<string, string> = {
  ModemManager:
    'it probes every modem and takes its texts: sudo systemctl disable --now ModemManager, or leave the stick out by a udev rule with ENV{ID_MM_DEVICE_IGNORE}="1"',
  'gammu-smsd': 'it reads and deletes the texts of its modem: sudo systemctl disable --now gammu-smsd',
  smsd: 'it reads and deletes the texts of its modem: sudo systemctl disable --now smstools',
  wvdial: 'it keeps the modem in a data call: stop it',
  pppd: 'it may keep the modem in a data call: stop it, or use another port',
};

/** Programs that are known to get in the way. */
export function findRivals(root: string): DoctorFinding[] {
  return processes(root)
    .filter(({ name }) => name in rivals)
    .map(({ name, pid }) => ({
      area: `program ${name}`,
      level: 'warning',
      text: `is running (process ${pid}): ${rivals[name]}`,
    }));
}

/** Who has the device open, as far as this user may see. */
export function holdersOf(root: string, device: string): Holder[] {
  return processes(root).filter(({ pid }) => openFiles(root, pid).includes(device));
}

function processes(root: string): Holder[] {
  return list(join(root, 'proc'))
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), name: read(join(root, 'proc', pid, 'comm')) }));
}

function openFiles(root: string, pid: number): string[] {
  const folder = join(root, 'proc', String(pid), 'fd');
  return list(folder).flatMap((name) => {
    try {
      return [readlinkSync(join(folder, name))];
    } catch {
      return [];
    }
  });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
