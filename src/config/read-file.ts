import type { z } from 'zod';
import { toE164 } from '../domain/phone-number.ts';
import { closest } from '../support/closest.ts';
import { checkMeaning, regionOf, slug, solePerson } from './checks.ts';
import type { Configuration } from './configuration.ts';
import { type Finding, findIssues } from './issue.ts';
import {
  type ConfigurationFile,
  destinationCommonNames,
  fileSchema,
  type Kinds,
  providerCommonNames,
  sourceCommonNames,
} from './schema.ts';

/** What a whole file says, as the schema reads it, and everything that is wrong with it; null where it is no such file. */
export function readFile(value: unknown, kinds: Kinds): { file: ConfigurationFile | null; findings: Finding[] } {
  const findings = [
    ...findIssues(fileSchema, value),
    ...checkAdapters(value, 'sources', kinds.sources, sourceCommonNames),
    ...checkAdapters(value, 'destinations', kinds.destinations, destinationCommonNames),
    ...checkAdapters(value, 'providers', kinds.providers, providerCommonNames),
  ];
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) return { file: null, findings };
  return { file: parsed.data, findings: [...findings, ...checkMeaning(parsed.data)] };
}

/** Also when the file as a whole is wrong, so that one look shows everything. */
function checkAdapters(
  value: unknown,
  part: 'sources' | 'destinations' | 'providers',
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

/** The configuration of a file without findings. */
export function toConfiguration(file: ConfigurationFile): Configuration {
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
    canaries: file.canaries,
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
    providers: file.providers.map((provider) => ({
      id: provider.id,
      kind: provider.kind,
      enabled: provider.enabled,
      owner: provider.owner ?? null,
      regions: provider.regions ?? null,
      reportWithinSeconds: provider.reportWithinSeconds,
      settings: omit(provider, providerCommonNames),
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
