import { parseArgs } from 'node:util';
import type { ScenarioChange } from './scenario.ts';
import { scenarioSchema } from './scenario.ts';
import type { SerialSimulatorOptions } from './simulator.ts';
import { profileNames, profiles } from './traits.ts';

/** What the command line asked for. */
export interface Wanted {
  options: SerialSimulatorOptions;
  scenario: ScenarioChange;
  /** Of the control API. */
  port: number;
  everyMs: number | undefined;
}

export const usage = `usage: keypigeon simulate serial [options]

Runs a simulated modem on a pseudo-terminal until it is stopped; says what to open and how to send it a text.

  --link PATH        a symbolic link to the port, which follows it when it comes back under another name
  --profile NAME     ${profileNames.join(', ')} (default huawei)
  --ports N          1, or 2: a second one answers and never reports
  --port N           of the HTTP control API, default 0: any free port
  --every SECONDS    a text with a code every so often
  --latency MS       every command takes that long (default 10)
  --message-ms MS    every message that is read takes that much more (default 5)
  --send-ms MS       every part that is sent takes that much more (default 0)
  --slots N          messages that SIM and device have room for, each
  --index-base N     number of the first slot, 0 or 1
  --noise SECONDS    ^RSSI and ^BOOT that often, until AT^CURC=0
  --pieces BYTES     output comes in pieces of that size
  --number NUMBER    that the SIM tells as its own
  --pin PIN          the SIM wants it
  --scenario JSON    what else is to happen, as POST /simulator/scenario takes it
`;

/** Reads the command line; throws an Error in one line. */
export function readWanted(args: string[]): Wanted | 'help' {
  const { values } = parseArgs({ args, options });
  if (values.help) return 'help';
  const profile = readChoice('profile', values.profile, profileNames);
  const number = (name: keyof typeof bounds) => readNumber(name, values[name], bounds[name]);
  const [every, noise, slots] = [number('every'), number('noise'), number('slots')];
  return {
    port: number('port') ?? 0,
    everyMs: every === undefined ? undefined : every * 1000,
    scenario: { ...(values.pin === undefined ? {} : { sim: 'pin' as const }), ...readScenario(values.scenario) },
    options: {
      profile,
      latencyMs: number('latency') ?? 10,
      messageMs: number('message-ms') ?? 5,
      sendMs: number('send-ms') ?? 0,
      ...(values.link === undefined ? {} : { link: values.link }),
      ...(values.ports === undefined ? {} : { ports: readChoice('ports', values.ports, ['1', '2']) === '1' ? 1 : 2 }),
      ...(values['index-base'] === undefined
        ? {}
        : { indexBase: readChoice('index-base', values['index-base'], ['0', '1']) === '0' ? 0 : 1 }),
      ...(slots === undefined ? {} : { slots: { ...profiles[profile].slots, SM: slots, ME: slots } }),
      ...(noise === undefined ? {} : { noiseMs: noise * 1000 }),
      pieceBytes: number('pieces') ?? 0,
      sim: {
        ...(values.number === undefined ? {} : { number: values.number }),
        ...(values.pin === undefined ? {} : { pin: values.pin }),
      },
    },
  };
}

const text = { type: 'string' } as const;
const options = {
  link: text,
  profile: { type: 'string', default: 'huawei' },
  ports: text,
  port: text,
  every: text,
  latency: text,
  'message-ms': text,
  'send-ms': text,
  slots: text,
  'index-base': text,
  noise: text,
  pieces: text,
  number: text,
  pin: text,
  scenario: text,
  help: { type: 'boolean', short: 'h' },
} as const;

interface Bounds {
  least: number;
  most: number;
  isWhole?: true;
}

const bounds = {
  port: { least: 0, most: 65_535, isWhole: true },
  every: { least: 0.05, most: 86_400 },
  latency: { least: 0, most: 600_000, isWhole: true },
  'message-ms': { least: 0, most: 600_000, isWhole: true },
  'send-ms': { least: 0, most: 600_000, isWhole: true },
  slots: { least: 1, most: 10_000, isWhole: true },
  noise: { least: 0.05, most: 86_400 },
  pieces: { least: 1, most: 4096, isWhole: true },
} as const satisfies Record<string, Bounds>;

function readNumber(name: string, value: string | undefined, { least, most, isWhole }: Bounds): number | undefined {
  if (value === undefined) return undefined;
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number >= least && number <= most && (!isWhole || Number.isInteger(number))) return number;
  const kind = isWhole ? 'a whole number' : 'a number';
  throw new Error(`--${name} ${value} is not possible, expected ${kind} from ${least} to ${most}`);
}

function readChoice<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw new Error(`--${name} ${value} is not known, expected ${choices.join(', ')}`);
  return choice;
}

function readScenario(value: string | undefined): ScenarioChange {
  if (value === undefined) return {};
  const parsed = scenarioSchema.safeParse(parseJson(value));
  if (parsed.success) return parsed.data as ScenarioChange;
  const issue = parsed.error.issues[0];
  throw new Error(`--scenario: ${issue?.path.join('.') || 'it'}: ${issue?.message}`);
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw new Error(`--scenario is not JSON, expected something like '{"registration":2}'`);
  }
}
