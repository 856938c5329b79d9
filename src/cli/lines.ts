import { type EnvironmentSettings, readEnvironment } from '../config/environment.ts';
import type { Health } from '../sources/source.ts';
import { loadConfiguration } from '../store/configuration.ts';
import { readArguments } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { formatHealth } from './health-line.ts';
import { createHubClient, isRunning, localHub } from './hub-client.ts';
import { formatTroubles, type LineStatusJson, type LineTroubleJson, statusLines } from './line-words.ts';
import { withStore } from './store-access.ts';

interface LineJson {
  id: string;
  number: string | null;
  owner: string;
  /** By all sources together; null where no hub runs. */
  status: LineStatusJson | null;
  troubles: LineTroubleJson[];
  /** `health` is null where no hub runs, `status` also where the source cannot tell. */
  sources: SourceJson[];
}

interface SourceJson {
  id: string;
  kind: string;
  health: HealthJson | null;
  status: LineStatusJson | null;
}

type HealthJson = Pick<Health, 'state' | 'detail'> & { since: string };

/** `keypigeon lines`: whose they are, by which sources they are served and how those and the lines are. */
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
  const [{ lines }, { sources }] = await Promise.all([
    client.get<{ lines: Omit<LineJson, 'health'>[] }>('/api/v1/lines'),
    client.get<{ sources: { id: string; health: HealthJson }[] }>('/api/v1/sources'),
  ]);
  const healthOf = (id: string) => sources.find((source) => source.id === id)?.health ?? null;
  return lines.map((line) => ({
    ...line,
    sources: line.sources.map(({ id, kind, status }) => ({ id, kind, health: healthOf(id), status })),
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
    status: null,
    troubles: [],
    sources: sources
      .filter(({ line }) => line === id)
      .map((source) => ({ id: source.id, kind: source.kind, health: null, status: null })),
  }));
}

function formatLines(lines: readonly LineJson[]): string {
  if (lines.length === 0) return 'There are no lines yet; keypigeon config example prints a file to start from.\n';
  return lines
    .flatMap(({ id, number, owner, status, troubles, sources }) => [
      `${id} (${number ?? 'number not known'}), owner ${owner}`,
      ...(status === null ? [] : statusLines(status).map((words) => `  ${words}`)),
      ...troubles.map((trouble) => `  WRONG: ${formatTroubles(trouble)}`),
      ...(sources.length === 0 ? ['  no source serves it'] : []),
      ...sources.flatMap((source) => [
        `  ${source.id} (${source.kind}): ${source.health === null ? 'no hub is running' : formatHealth(source.health)}`,
        ...ownStatus(source, sources),
      ]),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** Where several sources tell how they are, the line as a whole shows the one by which texts come. */
function ownStatus({ status }: SourceJson, sources: readonly SourceJson[]): string[] {
  if (status === null || sources.filter((one) => one.status !== null).length < 2) return [];
  return statusLines(status).map((words) => `    ${words}`);
}
