import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { closest } from '../support/closest.ts';
import { UsageError } from './usage-error.ts';

/**
 * Reads a command's arguments.
 *
 * @param most how many arguments that are no options it takes at most
 * @throws UsageError in one line, with what was probably meant
 */
export function readArguments<Options extends ParseArgsOptionsConfig>(
  command: string,
  args: string[],
  options: Options,
  most = 0,
) {
  const known = Object.keys(options);
  for (const name of args.flatMap((argument) => /^--([a-z-]+)/.exec(argument)?.[1] ?? [])) {
    if (known.includes(name)) continue;
    const meant = closest(name, known);
    throw refuse(command, `there is no option --${name}${meant === undefined ? '' : `; did you mean --${meant}?`}`);
  }
  const parsed = parse(command, args, options);
  const tooMany = parsed.positionals[most];
  if (tooMany !== undefined) throw refuse(command, `${JSON.stringify(tooMany)} is one argument too many`);
  return parsed;
}

function parse<Options extends ParseArgsOptionsConfig>(command: string, args: string[], options: Options) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const first = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    throw refuse(command, first.charAt(0).toLowerCase() + first.slice(1));
  }
}

/** @throws UsageError where the value is not a number between the two (inclusive) */
export function readNumber(command: string, name: string, value: string, least: number, most: number): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number >= least && number <= most) return number;
  throw refuse(command, `--${name} ${value} is not possible, expected a number from ${least} to ${most}`);
}

/** @throws UsageError where the value is not a whole number between the two (inclusive) */
export function readWhole(command: string, name: string, value: string, least: number, most: number): number {
  const number = readNumber(command, name, value, least, most);
  if (Number.isInteger(number)) return number;
  throw refuse(command, `--${name} ${value} is not possible, expected a whole number`);
}

/** @throws UsageError where the value is none of the choices */
export function readChoice<T extends string>(command: string, name: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === value);
  if (choice !== undefined) return choice;
  throw refuse(command, `--${name} ${value} is not known, expected one of ${choices.join(', ')}`);
}

/**
 * Reads an id of a message or delivery, as lists show it.
 *
 * @throws UsageError where it has not the form of one (UUID, RFC 9562 §4)
 */
export function readId(command: string, value: string, what: 'message' | 'delivery'): string {
  const id = value.trim().toLowerCase();
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  const list = what === 'message' ? 'messages' : 'deliveries';
  throw refuse(command, `${JSON.stringify(value)} is no id of a ${what}, expected one as keypigeon ${list} shows it`);
}

/** A UsageError that names the command and its help. */
export function refuse(command: string, reason: string): UsageError {
  return new UsageError(`${command}: ${reason.replace(/[.\s]+$/, '')}; see keypigeon ${command} --help`);
}
