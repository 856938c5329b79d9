import { readFileSync } from 'node:fs';
import { type EnvironmentSettings, readEnvironment } from '../config/environment.ts';
import { isModem, roleOf } from '../discovery/devices.ts';
import { thisUser } from '../discovery/ports.ts';
import { readUsbDevices } from '../discovery/usb.ts';
import type { StickDescription } from '../sources/hilink/describe.ts';
import { readArguments, refuse } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { findConfiguration, type KnownConfiguration } from './doctor-configuration.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import { checkHub } from './doctor-hub.ts';
import { checkLines } from './doctor-lines.ts';
import { checkMachine } from './doctor-machine.ts';
import { checkPlugged } from './doctor-plugged.ts';
import { checkPublicUrl } from './doctor-public-url.ts';
import { checkReach } from './doctor-reach.ts';
import { findSticks } from './doctor-stick.ts';
import { type HubAddress, isRunning, localHub } from './hub-client.ts';
import { oneLine } from './terminal.ts';

interface Report {
  findings: DoctorFinding[];
  sticks: StickDescription[];
}

/** `keypigeon doctor`: what is there, what is wrong and what to do. */
export const run: RunCommand = async (args, { env, stdout }) => {
  const { values } = readArguments('doctor', args, {
    url: { type: 'string' },
    'no-stick': { type: 'boolean' },
    sys: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (values.url !== undefined && !/^https?:$/.test(URL.parse(values.url)?.protocol ?? '')) {
    throw refuse('doctor', `--url ${values.url} is not usable, expected an address as http://192.168.8.1`);
  }
  const settings = readEnvironment(env);
  const report = await examine(settings, env, {
    url: values.url,
    looksForStick: values['no-stick'] !== true,
    root: values.sys ?? '/',
  });
  stdout.write(values.json ? `${JSON.stringify(report)}\n` : formatReport(report));
  const levels = [...report.findings, ...report.sticks.flatMap((stick) => stick.findings)].map(({ level }) => level);
  return levels.includes('problem') ? 1 : 0;
};

async function examine(
  settings: EnvironmentSettings,
  env: Readonly<Record<string, string | undefined>>,
  { url, looksForStick, root }: { url: string | undefined; looksForStick: boolean; root: string },
): Promise<Report> {
  const hubRuns = await isRunning(localHub(settings.dataFolder));
  const configuration = await findConfiguration(settings, hubRuns);
  const { sources } = configuration;
  const [machine, hub, plugged, reach, sticks] = await Promise.all([
    checkMachine(settings, env, hubRuns),
    hubRuns ? askHub(localHub(settings.dataFolder)) : noHub(settings),
    looksForStick ? checkPlugged({ root, user: thisUser(), sources, hubRuns }) : [],
    checkNetwork(configuration, settings, env, hubRuns),
    looksForStick ? findSticks(sources, env, { url, hubRuns, searches: mayHaveHilink(root) }) : [],
  ]);
  return { findings: [...machine, ...hub, ...plugged, ...reach], sticks };
}

/** A modem that was plugged in may be the only stick; one in a router is not seen by USB. */
function mayHaveHilink(root: string): boolean {
  const devices = readUsbDevices(root);
  const isSerial = devices.some((device) => roleOf(device) === 'serial' && isModem(device));
  return !isSerial || devices.some((device) => roleOf(device) === 'hilink');
}

/** Where sources and destinations lead, and whether webhooks find the hub. */
async function checkNetwork(
  { sources, destinations, publicUrl, broker }: KnownConfiguration,
  settings: EnvironmentSettings,
  env: Readonly<Record<string, string | undefined>>,
  hubRuns: boolean,
): Promise<DoctorFinding[]> {
  const targets = { environment: env, readFile: (path: string) => readFileSync(path, 'utf8') };
  // A stick is asked for more than whether it is there.
  const asked = sources.filter(({ kind, enabled }) => enabled && kind !== 'hilink' && kind !== 'serial');
  const address = settings.publicUrl ?? publicUrl;
  const sleepingBroker = hubRuns || broker === null ? null : broker.listen;
  const checks = await Promise.all([
    ...asked.map((source) => checkReach('source', source, targets)),
    ...destinations
      .filter(({ enabled }) => enabled)
      .map((one) => checkReach('destination', one, targets, sleepingBroker)),
    // Where no hub runs, nobody can answer.
    hubRuns && address !== null && URL.canParse(address) ? checkPublicUrl(address, () => Date.now()) : [],
  ]);
  return checks.flat();
}

/** What it does not know, or says otherwise than expected, keeps nothing else from being looked at. */
async function askHub(address: HubAddress): Promise<DoctorFinding[]> {
  try {
    return (await Promise.all([checkHub(address), checkLines(address)])).flat();
  } catch (error) {
    const words = error instanceof Error ? error.message.replace(/\.$/, '') : 'no answer';
    const text = `the running hub answers otherwise than expected (${words}): restart it, so that it is of the same version as this command`;
    return [{ area: 'hub', level: 'problem', text }];
  }
}

function noHub({ dataFolder }: EnvironmentSettings): DoctorFinding[] {
  return [{ area: 'hub', level: 'warning', text: `none is running on ${dataFolder}: start it by keypigeon serve` }];
}

const marks = { ok: 'ok   ', warning: 'look ', problem: 'WRONG' } as const;

function formatReport({ findings, sticks }: Report): string {
  const lines = [
    ...findings.map(({ area, level, text }) => `${marks[level]}  ${area}: ${oneLine(text)}`),
    ...sticks.flatMap(formatStick),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function formatStick(stick: StickDescription): string[] {
  const { address, name, softwareVersion, family, loginType, loggedIn, network, signal, texts } = stick;
  const facts = [
    name ?? 'a device of unknown name',
    ...(softwareVersion === null ? [] : [`version ${softwareVersion}`]),
    ...(family === null ? [] : [`token family ${family}`]),
    ...(loginType === null ? [] : [`login ${String(loginType)}${loggedIn ? ', logged in' : ''}`]),
    ...(network === null ? [] : [`network ${network}`]),
    ...(signal === null ? [] : [`signal ${signal}`]),
    ...(texts === null ? [] : [`${texts.inbox} texts, ${texts.used} of ${texts.max} places used`]),
  ];
  const found = stick.family !== null || name !== null;
  const where = address === null ? 'stick' : `stick at ${address}`;
  return [
    ...(found ? [`${marks.ok}  ${where}: ${oneLine(facts.join(', '))}`] : []),
    ...stick.findings.map(({ level, text }) => `${marks[level]}  ${where}: ${oneLine(text)}`),
  ];
}
