import { parse } from 'yaml';
import { type EnvironmentSettings, readEnvironment } from '../config/environment.ts';
import type { Health } from '../sources/source.ts';
import { loadConfiguration } from '../store/configuration.ts';
import { readArguments } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { formatHealth } from './health-line.ts';
import { createHubClient, isRunning, localHub } from './hub-client.ts';
import { withStore } from './store-access.ts';

interface LineJson {
  id: string;
  number: string | null;
  owner: string;
  /** `health` is null where no hub runs. */
  sources: { id: string; kind: string; health: HealthJson | null }[];
}

type HealthJson = Pick<Health, 'state' | 'detail'> & { since: string };

/** `keypigeon lines`: whose they are, by which sources they are served and how those are. */
export const run: RunCommand = async (args, { env, stdout }) => {
  const { values } = readArguments('lines', args, { json: { type: 'boolean' } });
  const lines = await readLines(readEnvironment(env));
  stdout.write(values.json ? lines.map((line) => `${JSON.stringify(line)}\n`).join('') : formatLines(lines));
  return 0;
};

async function readLines(settings: EnvironmentSettings): Promise<LineJson[]> {
  const address = localHub(settings.dataFolder);
  if (!(await isRunning(address))) return withStore(settings, (store) => linesOfStore(store));
  const client = createHubClient(address);
  const [yaml, { sources }] = await Promise.all([
    client.getText('/api/v1/configuration'),
    client.get<{ sources: { id: string; kind: string; line: string; health: HealthJson }[] }>('/api/v1/sources'),
  ]);
  const file = parse(yaml) as { lines: { id: string; number?: string; owner: string }[] };
  return file.lines.map(({ id, number = null, owner }) => ({
    id,
    number,
    owner,
    sources: sources.filter(({ line }) => line === id).map(({ line: _line, ...source }) => source),
  }));
}

async function linesOfStore({
  database,
  keyring,
}: Parameters<Parameters<typeof withStore>[1]>[0]): Promise<LineJson[]> {
  const { lines, sources } = await loadConfiguration(database, keyring);
  return lines.map(({ id, number, owner }) => ({
    id,
    number,
    owner,
    sources: sources
      .filter(({ line }) => line === id)
      .map((source) => ({ id: source.id, kind: source.kind, health: null })),
  }));
}

function formatLines(lines: readonly LineJson[]): string {
  if (lines.length === 0) return 'There are no lines yet; keypigeon config example prints a file to start from.\n';
  return lines
    .flatMap(({ id, number, owner, sources }) => [
      `${id} (${number ?? 'number not known'}), owner ${owner}`,
      ...(sources.length === 0 ? ['  no source serves it'] : []),
      ...sources.map(
        ({ id, kind, health }) => `  ${id} (${kind}): ${health === null ? 'no hub is running' : formatHealth(health)}`,
      ),
    ])
    .map((line) => `${line}\n`)
    .join('');
}
