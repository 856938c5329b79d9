import { KeypigeonError } from '../domain/errors.ts';
import type { Configuration, GeneralChanges } from './configuration.ts';
import { secretsOf } from './export.ts';
import { type FileValue, fileValue } from './file-value.ts';
import type { Finding } from './issue.ts';
import type { ItemValue } from './item-value.ts';
import { formatPath, type Path } from './problem.ts';
import { readFile, toConfiguration } from './read-file.ts';
import { isId, type Kinds } from './schema.ts';

/** The parts whose things are changed one by one. */
export const editedParts = ['lines', 'sources', 'destinations', 'providers', 'routes'] as const;
export type EditedPart = (typeof editedParts)[number];
export type ItemOf<Part extends EditedPart> = Configuration[Part][number];

/** What is wrong with a thing, and at which of its settings: `when.sender`, `to[0]`; empty: the thing as a whole. */
export interface ItemProblem {
  path: string;
  message: string;
}

/** A change as it would be, or what keeps it from being made. */
export type Edited<Result> =
  | { problems: []; result: Result; next: Configuration }
  | { problems: ItemProblem[]; result: null; next: null };

/**
 * Reads one thing, written as in a file but for its `id`, by the checks of a whole file: as if it stood last in a file
 * with all that there is. What was wrong elsewhere before does not matter; what becomes wrong elsewhere does.
 */
export function editItem<Part extends EditedPart>(
  current: Configuration,
  part: Part,
  id: string,
  value: ItemValue,
  kinds: Kinds,
): Edited<ItemOf<Part>> {
  const old = itemsOf(current, part).find((one) => one.id === id);
  if (old === undefined && !isId(id)) return failed([{ path: 'id', message: idExpected }]);
  if (current.people.length === 0) return failed([{ path: '', message: 'there is nobody yet: add a person first' }]);
  const rest = without(current, part, id);
  const before = fileValue(current);
  const candidate = fileValue(rest);
  const place = candidate[part].length;
  const given = withoutMarks(value);
  const kept = keptSecrets(current, part, id, given, kinds);
  candidate[part].push({ ...(isId(id) ? { id } : {}), ...kept, ...withoutNulls(given) });
  const { file, findings } = readFile(candidate, kinds);
  const own = findings.filter(({ path }) => path[0] === part && path[1] === place);
  const problems = [
    ...own.map(({ path, message }) => ({ path: formatPath(path.slice(2)), message })),
    ...newElsewhere(findings, own, candidate, before, kinds),
  ];
  if (problems.length > 0) return failed(problems);
  if (file === null) throw unreadable(findings);
  const read = itemsOf(toConfiguration(file), part).at(-1);
  if (read === undefined) throw unreadable(findings);
  const result = { ...read, id };
  return { problems: [], result, next: { ...current, [part]: replaced(itemsOf(current, part), result) } };
}

/** The settings that belong to no thing, changed as a file would have them. */
export function editGeneral(current: Configuration, changes: GeneralChanges, kinds: Kinds): Edited<typeof changes> {
  const before = fileValue(current);
  const candidate = fileValue({ ...current, ...changes });
  const { file, findings } = readFile(candidate, kinds);
  const own = findings.filter(({ path }) => generalNames.includes(String(path[0])));
  const problems = [
    ...own.map(({ path, message }) => ({ path: formatPath(path[0] === 'network' ? path.slice(1) : path), message })),
    ...newElsewhere(findings, own, candidate, before, kinds),
  ];
  if (problems.length > 0) return failed(problems);
  if (file === null) throw unreadable(findings);
  const { publicUrl, defaultRegion, network, canaries } = toConfiguration(file);
  const result = { publicUrl, defaultRegion, network, canaries };
  return { problems: [], result, next: { ...current, ...result } };
}

/** A whole list of routes, as it would be. */
export function editRoutes(
  current: Configuration,
  routes: readonly ItemValue[],
  kinds: Kinds,
): Edited<Configuration['routes']> {
  const named = routes.map(({ id, ...value }) => ({
    ...(typeof id === 'string' && isId(id) ? { id } : {}),
    ...withoutNulls(withoutMarks(value)),
  }));
  const { file, findings } = readFile({ ...fileValue(current), routes: named }, kinds);
  const problems = findings
    .filter(({ path }) => path[0] === 'routes')
    .map(({ path, message }) => ({ path: formatPath(path), message }));
  if (problems.length > 0) return failed(problems);
  if (file === null) throw unreadable(findings);
  const result = toConfiguration(file).routes;
  return { problems: [], result, next: { ...current, routes: result } };
}

/** What would be wrong with a file of all that there is, one line each: what was made by hand may name what a file retired. */
export function findContradictions(current: Configuration, kinds: Kinds): string[] {
  const value = fileValue(current);
  return readFile(value, kinds).findings.map(({ path, message }) => `${formatPath(byId(path, value))}: ${message}`);
}

/** The configuration without one thing. */
export function without(current: Configuration, part: EditedPart, id: string): Configuration {
  return { ...current, [part]: itemsOf(current, part).filter((one) => one.id !== id) };
}

export function itemsOf<Part extends EditedPart>(configuration: Configuration, part: Part): ItemOf<Part>[] {
  return configuration[part] as ItemOf<Part>[];
}

const idExpected = 'expected 1 to 63 letters, digits, - and _, the first a letter or digit';
const generalNames = ['publicUrl', 'defaultRegion', 'network', 'canaries'];

function failed(problems: ItemProblem[]): { problems: ItemProblem[]; result: null; next: null } {
  return { problems, result: null, next: null };
}

/** What a listing adds to a thing, and the mark in place of a secret, may come back with it. */
export function withoutMarks(value: ItemValue): ItemValue {
  const isMark = ([name, one]: [string, unknown]) =>
    ['id', 'provisioned', 'revision', 'proof'].includes(name) || (one as { secret?: unknown } | null)?.secret === true;
  return Object.fromEntries(Object.entries(value).filter((entry) => !isMark(entry)));
}

/** null says that a setting is not given, in a thing as in its `when` or `sending`. */
function withoutNulls(value: ItemValue): ItemValue {
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(entries.map(([name, one]) => [name, isMap(one) ? withoutNulls(one) : one]));
}

function isMap(value: unknown): value is ItemValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A secret that is not given stays as it was; null ends it. Another kind has other secrets. */
function keptSecrets(current: Configuration, part: EditedPart, id: string, value: ItemValue, kinds: Kinds): ItemValue {
  if (part === 'lines' || part === 'routes') return {};
  const old = itemsOf(current, part).find((one) => one.id === id);
  if (old === undefined || old.kind !== value.kind) return {};
  const names = secretsOf(kinds[part], old).filter((name) => !Object.hasOwn(value, name));
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(old.settings, name) ? [[name, old.settings[name]]] : [])),
  );
}

function replaced<Item extends { id: string }>(items: readonly Item[], item: Item): Item[] {
  return items.some(({ id }) => id === item.id)
    ? items.map((one) => (one.id === item.id ? item : one))
    : [...items, item];
}

function newElsewhere(
  findings: Finding[],
  own: Finding[],
  candidate: FileValue,
  before: FileValue,
  kinds: Kinds,
): ItemProblem[] {
  const others = findings.filter((finding) => !own.includes(finding));
  if (others.length === 0) return [];
  const known = new Set(readFile(before, kinds).findings.map((finding) => nameOf(finding, before)));
  return others
    .filter((finding) => !known.has(nameOf(finding, candidate)))
    .map(({ path, message }) => ({ path: formatPath(byId(path, candidate)), message }));
}

/** Without the hint behind the `;`, which names what there is and so changes with it. */
function nameOf({ path, message }: Finding, value: FileValue): string {
  return JSON.stringify([byId(path, value), message.split(';', 1)[0]]);
}

/** `['routes', 2, 'to', 0]` → `['routes', 'auth0', 'to', 0]`: places change, ids do not. */
function byId(path: Path, value: FileValue): Path {
  const [part, index, ...rest] = path;
  const list = (value as unknown as Record<string, unknown>)[String(part)];
  const item: unknown = Array.isArray(list) && typeof index === 'number' ? list[index] : undefined;
  const id = (item as ItemValue | undefined)?.id ?? (item as ItemValue | undefined)?.name;
  return typeof id === 'string' ? [part ?? '', id, ...rest] : path;
}

/** What stands in the store was written by another version and is not understood any more. */
function unreadable(findings: Finding[]): KeypigeonError {
  const [first] = findings;
  const what = first === undefined ? '' : `: ${formatPath(first.path)}: ${first.message}`;
  return new KeypigeonError('conflict', `the configuration in the store has to be put right first${what}`);
}
