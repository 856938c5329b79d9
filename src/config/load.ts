import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { z } from 'zod';
import { toE164 } from '../domain/phone-number.ts';
import { closest } from '../support/closest.ts';
import { checkMeaning, regionOf, slug, solePerson } from './checks.ts';
import type { Configuration } from './configuration.ts';
import { type Finding, findIssues } from './issue.ts';
import { createLocator, type Problem } from './problem.ts';
import { type ConfigurationFile, destinationCommonNames, fileSchema, type Kinds, sourceCommonNames } from './schema.ts';

/** What a file says, or everything that is wrong with it. */
export type Loaded = { configuration: Configuration; problems: [] } | { configuration: null; problems: Problem[] };

/** No sensible file is larger. */
const longestFile = 1_000_000;

/**
 * Reads a configuration file. Adapter settings stay as they are written, so that defaults may change with a version and
 * references stay references; they have been checked against their schema but for the values that are references.
 */
export function readConfiguration(text: string, kinds: Kinds): Loaded {
  if (text.length > longestFile) {
    return failed([{ line: 1, column: 1, where: '', message: `expected a file of at most ${longestFile} characters` }]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  if (document.errors.length > 0) return failed(document.errors.map((error) => describeYamlError(error, lines)));
  const unresolved = unresolvedAliases(document);
  if (unresolved !== null)
    return failed([{ line: 1, column: 1, where: '', message: `this is not YAML: ${unresolved}` }]);
  const locate = createLocator(document, lines);
  const { file, findings } = check(document.toJS() ?? {}, kinds);
  if (file === null || findings.length > 0) return failed(findings.map(locate));
  return { configuration: toConfiguration(file), problems: [] };
}

function failed(problems: Problem[]): Loaded {
  return { configuration: null, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function describeYamlError(error: YAMLError, lines: LineCounter): Problem {
  const { line, col } = lines.linePos(error.pos[0]);
  const message = `this is not YAML: ${error.message.split('\n', 1)[0]?.replace(/[.:]$/, '')}`;
  return { line, column: col, where: '', message };
}

/** An alias without an anchor, or more of them than any file needs. */
function unresolvedAliases(document: ReturnType<typeof parseDocument>): string | null {
  try {
    document.toJS();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function check(value: unknown, kinds: Kinds): { file: ConfigurationFile | null; findings: Finding[] } {
  const findings = [
    ...findIssues(fileSchema, value),
    ...checkAdapters(value, 'sources', kinds.sources, sourceCommonNames),
    ...checkAdapters(value, 'destinations', kinds.destinations, destinationCommonNames),
  ];
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) return { file: null, findings };
  return { file: parsed.data, findings: [...findings, ...checkMeaning(parsed.data)] };
}

/** Also when the file as a whole is wrong, so that one look shows everything. */
function checkAdapters(
  value: unknown,
  part: 'sources' | 'destinations',
  kinds: readonly { kind: string; config: z.ZodObject }[],
  commonNames: readonly string[],
): Finding[] {
  const entries = (value as Record<string, unknown> | null)?.[part];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown, index) => {
    const name = (entry as Record<string, unknown> | null)?.kind;
    if (typeof name !== 'string') return [];
    const kind = kinds.find((one) => one.kind === name);
    if (kind === undefined) return [{ path: [part, index, 'kind'], message: unknownKind(name, kinds) }];
    const findings = findIssues(kind.config, omit(entry as object, commonNames), commonNames);
    return findings.map((finding) => ({ ...finding, path: [part, index, ...finding.path] }));
  });
}

function unknownKind(name: string, kinds: readonly { kind: string }[]): string {
  const names = kinds.map((one) => one.kind);
  const meant = closest(name, names);
  const hint = meant === undefined ? `expected one of ${names.join(', ')}` : `did you mean ${meant}?`;
  return `there is no kind ${JSON.stringify(name)}; ${hint}`;
}

function toConfiguration(file: ConfigurationFile): Configuration {
  const people = file.people.length === 0 ? [solePerson] : file.people;
  const soleOwner = people[0]?.id ?? solePerson.id;
  const soleLine = file.lines[0]?.id ?? '';
  const region = regionOf(file);
  return {
    publicUrl: file.publicUrl?.replace(/\/+$/, '') ?? null,
    defaultRegion: file.defaultRegion ?? null,
    network: file.network,
    broker: file.broker ?? null,
    commands: { mqtt: toCommands(file) },
    people,
    lines: file.lines.map(({ id, number, owner, unmatched, sending }) => ({
      id,
      number: number === undefined ? null : toE164(number, region),
      owner: owner ?? soleOwner,
      unmatched: unmatched ?? null,
      sending: { everySeconds: sending.everySeconds ?? null, perDay: sending.perDay },
    })),
    sources: file.sources.map((source) => ({
      id: source.id,
      kind: source.kind,
      line: source.line ?? soleLine,
      enabled: source.enabled,
      settings: omit(source, sourceCommonNames),
    })),
    destinations: file.destinations.map((destination) => ({
      id: destination.id,
      kind: destination.kind,
      owner: destination.owner ?? soleOwner,
      enabled: destination.enabled,
      show: destination.show,
      template: destination.template ?? null,
      settings: omit(destination, destinationCommonNames),
    })),
    routes: file.routes.map(({ id, name, when, to, stop }) => ({ id: id ?? slug(name), name, when, to, stop })),
  };
}

function toCommands(file: ConfigurationFile): Configuration['commands']['mqtt'] {
  const { mqtt } = file.commands;
  if (mqtt === undefined) return null;
  const allow = mqtt.allow.map((number) => toE164(number, regionOf(file)));
  return { ...mqtt, ca: mqtt.ca ?? null, line: [mqtt.line].flat(), allow };
}

function omit(entry: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !names.includes(name)));
}
