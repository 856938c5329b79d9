import { type EnvironmentSettings, readEnvironment } from '../config/environment.ts';
import type { StickDescription } from '../sources/hilink/describe.ts';
import { readArguments, refuse } from './arguments.ts';
import type { RunCommand } from './command.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import { checkHub } from './doctor-hub.ts';
import { checkMachine } from './doctor-machine.ts';
import { findSticks } from './doctor-stick.ts';
import { isRunning, localHub } from './hub-client.ts';
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
    json: { type: 'boolean' },
  });
  if (values.url !== undefined && !/^https?:$/.test(URL.parse(values.url)?.protocol ?? '')) {
    throw refuse('doctor', `--url ${values.url} is not usable, expected an address as http://192.168.8.1`);
  }
  const settings = readEnvironment(env);
  const report = await examine(settings, env, { url: values.url, looksForStick: values['no-stick'] !== true });
  stdout.write(values.json ? `${JSON.stringify(report)}\n` : formatReport(report));
  const levels = [...report.findings, ...report.sticks.flatMap((stick) => stick.findings)].map(({ level }) => level);
  return levels.includes('problem') ? 1 : 0;
};

async function examine(
  settings: EnvironmentSettings,
  env: Readonly<Record<string, string | undefined>>,
  { url, looksForStick }: { url: string | undefined; looksForStick: boolean },
): Promise<Report> {
  const hubRuns = await isRunning(localHub(settings.dataFolder));
  const [machine, hub, sticks] = await Promise.all([
    checkMachine(settings, env, hubRuns),
    hubRuns ? checkHub(localHub(settings.dataFolder)) : noHub(settings),
    looksForStick ? findSticks(settings, env, { url, hubRuns }) : [],
  ]);
  return { findings: [...machine, ...hub], sticks };
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
