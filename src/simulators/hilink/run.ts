import { parseArgs } from 'node:util';
import { systemClock, type Timer } from '../../support/clock.ts';
import { systemRandom } from '../../support/random.ts';
import { type HilinkSimulator, type HilinkSimulatorOptions, startHilinkSimulator } from './simulator.ts';
import { families, loginKinds, profileNames } from './traits.ts';

/** Where the command writes and what ends it. */
interface Surroundings {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  signal: AbortSignal;
}

const usage = `usage: keypigeon simulate hilink [options]

Runs a simulated Huawei HiLink stick on 127.0.0.1 until it is stopped, and says how to send it a text.

  --port N             default 8080; 0: any free port
  --profile NAME       ${profileNames.join(', ')} (default stick)
  --family LETTER      ${families.join(', ')}: how session and token are handed out
  --login KIND         ${loginKinds.join(', ')}
  --password TEXT      default admin
  --lenient-tokens     a token may be used again
  --local-max N        room for texts, default 500
  --latency MS         every call takes that long
  --send-outcome NAME  ok, fail, stall, never
  --zone MINUTES       clock of the device, minutes east of UTC
  --every SECONDS      a text with a code every so often
`;

/** `keypigeon simulate hilink`: runs until `signal` is aborted. Returns the exit code: 0, 1 (port), 2 (arguments). */
export async function runHilinkSimulator(args: string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr, signal } = surroundings;
  let wanted: Wanted | 'help';
  try {
    wanted = readArguments(args);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s*\n\s*/g, ' ') : String(error);
    const words = reason.charAt(0).toLowerCase() + reason.slice(1);
    stderr.write(`keypigeon: simulate hilink: ${words}; see keypigeon simulate hilink --help\n`);
    return 2;
  }
  if (wanted === 'help') {
    stdout.write(usage);
    return 0;
  }
  try {
    return await runUntil(await start(wanted), wanted.everyMs, stdout, signal);
  } catch (error) {
    stderr.write(`keypigeon: simulate hilink: ${describeFailure(error, wanted.options.port)}\n`);
    return 1;
  }
}

interface Wanted {
  options: HilinkSimulatorOptions;
  everyMs: number | undefined;
  latencyMs: number;
  sendOutcome: 'ok' | 'fail' | 'stall' | 'never';
}

function readArguments(args: string[]): Wanted | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8080' },
      profile: { type: 'string', default: 'stick' },
      family: { type: 'string' },
      login: { type: 'string' },
      password: { type: 'string' },
      'lenient-tokens': { type: 'boolean' },
      'local-max': { type: 'string' },
      latency: { type: 'string', default: '0' },
      'send-outcome': { type: 'string', default: 'ok' },
      zone: { type: 'string' },
      every: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  const every = values.every === undefined ? undefined : readNumber('every', values.every, 0.05, 86_400);
  return {
    options: {
      port: readWhole('port', values.port, 0, 65_535),
      profile: readChoice('profile', values.profile, profileNames),
      ...(values.family === undefined ? {} : { family: readChoice('family', values.family, families) }),
      ...(values.login === undefined ? {} : { login: readChoice('login', values.login, loginKinds) }),
      ...(values.password ? { password: values.password } : {}),
      ...(values['lenient-tokens'] ? { lenientTokens: true } : {}),
      ...(values['local-max'] ? { localMax: readWhole('local-max', values['local-max'], 1, 500) } : {}),
      ...(values.zone ? { zoneOffsetMinutes: readWhole('zone', values.zone, -840, 840) } : {}),
    },
    everyMs: every === undefined ? undefined : every * 1000,
    latencyMs: readWhole('latency', values.latency, 0, 600_000),
    sendOutcome: readChoice('send-outcome', values['send-outcome'], ['ok', 'fail', 'stall', 'never'] as const),
  };
}

function readChoice<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw new Error(`--${name} ${value} is not known, expected ${choices.join(', ')}`);
  return choice;
}

function readNumber(name: string, value: string, least: number, most: number): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number >= least && number <= most) return number;
  throw new Error(`--${name} ${value} is not possible, expected a number from ${least} to ${most}`);
}

function readWhole(name: string, value: string, least: number, most: number): number {
  const number = readNumber(name, value, least, most);
  if (Number.isInteger(number)) return number;
  throw new Error(`--${name} ${value} is not possible, expected a whole number`);
}

async function start(wanted: Wanted): Promise<HilinkSimulator> {
  const simulator = await startHilinkSimulator(wanted.options);
  simulator.scenario({ latencyMs: wanted.latencyMs, sendOutcome: wanted.sendOutcome });
  return simulator;
}

function runUntil(
  simulator: HilinkSimulator,
  everyMs: number | undefined,
  stdout: Surroundings['stdout'],
  signal: AbortSignal,
): Promise<number> {
  stdout.write(`Simulated HiLink device: ${simulator.url}\n`);
  stdout.write(
    `Send it a text: curl -s ${simulator.url}/simulator/texts -d '{"sender":"+15550100007","text":"Your Example code is 123456"}'\n`,
  );
  const stopTexts = everyMs === undefined ? () => {} : sendTexts(simulator, everyMs);
  return new Promise((resolve) => {
    const finish = () => {
      stopTexts();
      simulator.close().then(() => resolve(0));
    };
    if (signal.aborted) finish();
    else signal.addEventListener('abort', finish, { once: true });
  });
}

function sendTexts(simulator: HilinkSimulator, everyMs: number): () => void {
  let timer: Timer;
  const next = () => {
    simulator.inject({ sender: '+15550100007', text: `Your Example sign-in code is ${sixDigits()}.` });
    timer = systemClock.after(everyMs, next);
  };
  timer = systemClock.after(everyMs, next);
  return () => timer.cancel();
}

function sixDigits(): string {
  const number = Buffer.from(systemRandom(4)).readUInt32BE() % 1_000_000;
  return String(number).padStart(6, '0');
}

function describeFailure(error: unknown, port: number | undefined): string {
  const errno = (error as { code?: unknown }).code;
  if (errno === 'EADDRINUSE')
    return `port ${port} of 127.0.0.1 is taken; end what uses it, or choose another by --port`;
  if (errno === 'EACCES')
    return `port ${port} of 127.0.0.1 is not allowed for this user; choose one above 1023 by --port`;
  return error instanceof Error ? error.message : String(error);
}
