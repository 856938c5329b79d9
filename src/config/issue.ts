import type { z } from 'zod';
import { closest } from '../support/closest.ts';
import { isReference } from '../support/reference.ts';
import type { Path } from './problem.ts';

type Issue = z.core.$ZodIssue;
type KeysOf = (path: Path) => string[];

/** What is wrong and where, from the place that was checked. */
export interface Finding {
  path: Path;
  message: string;
  /** The key is meant, not its value. */
  atKey?: boolean;
}

/**
 * What a schema says against a value, in our words: what was expected and what came, and never the value of a text,
 * because it may be a secret. Values that stand for others (`${NAME}`) pass: they are checked when they are resolved.
 *
 * @param alsoKnown keys that are right here though the schema does not have them, for “did you mean”
 */
export function findIssues(schema: z.ZodType, value: unknown, alsoKnown: readonly string[] = []): Finding[] {
  const parsed = schema.safeParse(value);
  if (parsed.success) return [];
  const keysOf: KeysOf = (path) => [...keysAt(schema, path), ...(path.length === 0 ? alsoKnown : [])];
  return oneForEachPlace(parsed.error.issues.flatMap((issue) => describeIssue(issue, value, keysOf)));
}

/** What the schema's author wrote comes after what the library says of the same place, and says more. */
function oneForEachPlace(findings: Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding.path), finding])).values()];
}

/** Does the text hold a `${…}` anywhere? */
export function holdsReference(value: unknown): boolean {
  return typeof value === 'string' && /(?<!\$)\$\{[^{}]+\}/.test(value);
}

function describeIssue(issue: Issue, root: unknown, keysOf: KeysOf): Finding[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const value = valueAt(root, path);
  if (holdsReference(value)) return [];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, keysOf(path)), atKey: true }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return describeUnion(issue, path, value, root, keysOf);
  return [{ path, message: message(issue, value) }];
}

function unknownKey(key: string, known: string[]): string {
  const meant = closest(key, known);
  if (meant !== undefined) return `this setting is not known; did you mean ${meant}?`;
  return known.length === 0
    ? 'this setting is not known here'
    : `this setting is not known; expected one of ${known.join(', ')}`;
}

/** The branch of the union that got furthest is the one that was meant. */
function describeUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  value: unknown,
  root: unknown,
  keysOf: KeysOf,
): Finding[] {
  const deeper = issue.errors.find((branch) =>
    branch.every((inner) => inner.code !== 'invalid_type' || inner.path.length > 0),
  );
  if (deeper !== undefined) {
    return deeper.flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, root, keysOf));
  }
  const expected = issue.errors.flatMap((branch) => branch.map((inner) => expectation(inner, value)));
  return [{ path, message: `expected ${[...new Set(expected)].join(' or ')}; ${came(value)}` }];
}

function message(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_type' && value === undefined)
    return `this setting is missing; expected ${expectation(issue, value)}`;
  const own = issue.message;
  if (!/^(?:Invalid|Too |Unrecognized)/.test(own)) return own;
  return `expected ${expectation(issue, value)}; ${came(value, issue.code === 'invalid_value')}`;
}

const typeNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of settings',
  record: 'a map of settings',
};

function expectation(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'string' && typeof value === 'number') return 'text: put it in quotes';
      return typeNames[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'text that is not empty';
      return `${sizeOf(issue.origin)} at least ${issue.minimum}`;
    case 'too_big':
      return `${sizeOf(issue.origin)} at most ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'url' ? 'an address, as https://example.com' : `another form (${issue.format})`;
    default:
      return issue.message.replace(/^expected /, '');
  }
}

function sizeOf(origin: string): string {
  if (origin === 'string') return 'text whose length is';
  return origin === 'array' ? 'a list whose length is' : 'a number that is';
}

function came(value: unknown, mayShow = false): string {
  if (value === undefined || value === null) return 'there is nothing';
  if (typeof value === 'string') {
    if (isReference(value)) return 'there is a reference';
    return mayShow && value.length <= 40
      ? `there is ${JSON.stringify(value)}`
      : `there is text of ${value.length} characters`;
  }
  if (typeof value === 'number' || typeof value === 'boolean')
    return mayShow || typeof value === 'boolean' ? `there is ${value}` : 'there is a number';
  return Array.isArray(value) ? 'there is a list' : 'there is a map of settings';
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown> | null | undefined)?.[step],
    root,
  );
}

/** Names of the settings that the schema knows at a path. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  const { shape } = path.reduce<Definition>((at, step) => into(unwrap(at), step), definitionOf(schema));
  return Object.keys(shape ?? {});
}

/** The parts of a schema's definition by which one walks through it. */
interface Definition {
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  innerType?: z.ZodType;
}

function definitionOf(schema: z.ZodType | undefined): Definition {
  return schema === undefined ? {} : unwrap(schema._zod.def as Definition);
}

function into(definition: Definition, step: string | number): Definition {
  return definitionOf(typeof step === 'number' ? definition.element : definition.shape?.[step]);
}

function unwrap(definition: Definition): Definition {
  return definition.innerType === undefined ? definition : definitionOf(definition.innerType);
}
