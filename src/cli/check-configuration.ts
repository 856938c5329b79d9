import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { Configuration } from '../config/configuration.ts';
import { readConfiguration } from '../config/load.ts';
import { createLocator, formatProblem, type Path } from '../config/problem.ts';
import { findUnresolved } from '../config/references.ts';
import type { Kinds } from '../config/schema.ts';
import { findWarnings } from '../config/warnings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** All that can be said of a file without a hub, each in one line with file, line and column. */
export function checkConfiguration(
  text: string,
  name: string,
  kinds: Kinds,
  environment: Environment,
): { problems: string[]; warnings: string[] } {
  const { configuration, problems } = readConfiguration(text, kinds);
  if (configuration === null) return { problems: problems.map((one) => formatProblem(one, name)), warnings: [] };
  const lines = new LineCounter();
  const locate = createLocator(parseDocument(text, { lineCounter: lines, merge: true }), lines);
  const found = [...findWarnings(configuration, kinds), ...findMissing(configuration, environment)];
  const placed = found.map((warning) => locate({ path: placeOf(warning, configuration), message: warning }));
  const ordered = placed.sort((a, b) => a.line - b.line || a.column - b.column);
  return { problems: [], warnings: ordered.map((one) => formatProblem({ ...one, where: '' }, name)) };
}

/** Variables and files that are not there: only warnings, because the hub may run in another environment than this. */
function findMissing({ sources, destinations, providers, broker }: Configuration, environment: Environment): string[] {
  const targets = { environment, readFile: (path: string) => readFileSync(path, 'utf8') };
  const missing = (where: string, settings: unknown) =>
    findUnresolved(settings, targets, where).map((detail) =>
      detail.startsWith(where) ? detail : `${where}: ${detail}`,
    );
  return [
    ...sources.flatMap(({ id, settings }) => missing(`sources.${id}`, settings)),
    ...destinations.flatMap(({ id, settings }) => missing(`destinations.${id}`, settings)),
    ...providers.flatMap(({ id, settings }) => missing(`providers.${id}`, settings)),
    ...missing('broker', broker),
  ];
}

/** `destinations.desk.url: …` → `['destinations', 1, 'url']`: adapters, lines and routes are named by their ids. */
function placeOf(warning: string, configuration: Configuration): Path {
  const [, part = '', id = '', setting] = /^(\w+)(?:\.([\w-]+))?(?:\.([\w-]+))?/u.exec(warning) ?? [];
  const parts = ['lines', 'sources', 'destinations', 'providers', 'routes'] as const;
  const listed = parts.find((one) => one === part);
  if (listed === undefined) return [part, id];
  const index = configuration[listed].findIndex((one) => one.id === id);
  return setting === undefined ? [listed, index] : [listed, index, setting];
}
