import type { z } from 'zod';
import { KeypigeonError } from '../domain/errors.ts';
import type { AdapterSetting } from './configuration.ts';
import { findIssues } from './issue.ts';
import { formatPath, type Path } from './problem.ts';

/** Where references lead. `readFile` answers the text of a file or throws. */
export interface ReferenceTargets {
  environment: Readonly<Record<string, string | undefined>>;
  readFile(path: string): string;
}

/** `$${…}` is written for a `${…}` that stands for itself. */
const reference = /(\$?)\$\{([^{}]*)\}/g;

/**
 * Puts what they stand for in place of `${NAME}` (the environment's) and `${file:/path}` (a file's text without its last
 * line break), anywhere in any text of the settings. The result is for opening an adapter and is never stored.
 *
 * @param where what the settings belong to, for the error: `sources.stick`
 * @throws KeypigeonError `missing-variable` or `invalid-configuration`, one line without any value
 */
export function resolveReferences<Value>(value: Value, targets: ReferenceTargets, where = ''): Value {
  return resolve(value, targets, [where]) as Value;
}

/** What stands for something that cannot be found, one line each; empty where all can. */
export function findUnresolved(value: unknown, targets: ReferenceTargets, where = ''): string[] {
  return textsIn(value, [where]).flatMap(({ text, path }) => {
    try {
      resolve(text, targets, path);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}

/**
 * The settings of an adapter as its `open()` takes them: references resolved, checked against its schema, defaults filled in.
 *
 * @param where for the error: `sources.stick`
 * @throws KeypigeonError `missing-variable` or `invalid-configuration`, one line without any value
 */
export function resolveSettings<Schema extends z.ZodObject>(
  schema: Schema,
  setting: Pick<AdapterSetting, 'settings'>,
  targets: ReferenceTargets,
  where: string,
): z.output<Schema> {
  const resolved = resolveReferences(setting.settings, targets, where);
  const parsed = schema.safeParse(resolved);
  if (parsed.success) return parsed.data;
  const [finding] = findIssues(schema, resolved);
  const place = formatPath([where, ...(finding?.path ?? [])]);
  throw new KeypigeonError(
    'invalid-configuration',
    `${place}: ${finding?.message ?? 'a resolved value is still a reference'}`,
  );
}

function resolve(value: unknown, targets: ReferenceTargets, path: Path): unknown {
  if (typeof value === 'string') return resolveText(value, targets, path);
  if (Array.isArray(value)) return value.map((item, index) => resolve(item, targets, [...path, index]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, targets, [...path, key])]));
}

function resolveText(text: string, targets: ReferenceTargets, path: Path): string {
  return text.replace(reference, (whole, escaped: string, name: string) => {
    if (escaped !== '') return whole.slice(1);
    const place = path.length === 1 && path[0] === '' ? '' : `${formatPath(path.filter((step) => step !== ''))}: `;
    return name.startsWith('file:') ? fromFile(name.slice(5), targets, place) : fromEnvironment(name, targets, place);
  });
}

function fromEnvironment(name: string, { environment }: ReferenceTargets, place: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    const expected = 'expected ${NAME} with letters, digits and _, or ${file:/path}; write $${ for a plain ${';
    throw new KeypigeonError('invalid-configuration', `${place}this reference is not understood: ${expected}`);
  }
  const value = environment[name];
  // Compose files turn an unset variable into an empty one.
  if (value !== undefined && value !== '') return value;
  const state = value === undefined ? 'not set' : 'empty';
  throw new KeypigeonError(
    'missing-variable',
    `${place}the environment variable ${name} is ${state}; set it where Keypigeon is started`,
  );
}

function fromFile(path: string, { readFile }: ReferenceTargets, place: string): string {
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    const why =
      code === 'ENOENT' ? 'does not exist' : `cannot be read (${typeof code === 'string' ? code : 'unknown error'})`;
    throw new KeypigeonError('missing-variable', `${place}the file ${path} ${why}; it should hold the value`);
  }
  const value = text.replace(/\r?\n$/, '');
  if (value === '')
    throw new KeypigeonError('missing-variable', `${place}the file ${path} is empty; it should hold the value`);
  return value;
}

function textsIn(value: unknown, path: Path): { text: string; path: Path }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}
