import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceSetting } from '../config/configuration.ts';
import type { EnvironmentSettings } from '../config/environment.ts';
import { readConfiguration } from '../config/load.ts';
import { resolveReferences } from '../config/references.ts';
import { destinationKinds } from '../destinations/index.ts';
import { describeStick, type StickDescription } from '../sources/hilink/describe.ts';
import { sourceKinds } from '../sources/index.ts';
import { loadConfiguration } from '../store/configuration.ts';
import { createHttpClient } from '../support/http-client.ts';
import { provisioningFile } from './config-file.ts';
import { withStore } from './store-access.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Wish {
  /** Look there and nowhere else. */
  url: string | undefined;
  hubRuns: boolean;
}

interface Stick {
  url?: string | undefined;
  username?: string | undefined;
  password?: string | undefined;
  addresses?: string[] | undefined;
}

/** Which kind of stick is where, and what it answers: those of the configuration, else one at the usual addresses. */
export async function findSticks(
  settings: EnvironmentSettings,
  env: Environment,
  wish: Wish,
): Promise<StickDescription[]> {
  const configured = (await readSources(settings, wish.hubRuns))
    .filter(({ kind, enabled }) => kind === 'hilink' && enabled)
    .map((source) => toStick(source, env));
  const asked =
    wish.url === undefined ? configured : [configured.find(({ url }) => url === wish.url) ?? { url: wish.url }];
  const sticks: Stick[] = asked.length > 0 ? asked : [{}];
  return Promise.all(sticks.map((stick) => (wish.hubRuns ? describeWithoutLogin(stick) : describe(stick))));
}

/** A stick lets one in at a time: while the hub has it, nobody else logs in, and what only a login shows is left out. */
async function describeWithoutLogin(stick: Stick): Promise<StickDescription> {
  const description = await describe({ ...stick, password: undefined });
  const { loginType, family } = description;
  const answers = family !== null && loginType !== null && loginType !== 'none';
  if (stick.password === undefined || !answers) return description;
  const text = 'not logged in to, because the hub is: the finding on its source says how it is';
  return { ...description, findings: [{ level: 'ok', text }] };
}

async function describe({ url, password, username, addresses }: Stick): Promise<StickDescription> {
  const client = createHttpClient({ connections: 1, verifyCertificate: false });
  try {
    return await describeStick(url, password, {
      request: client.request,
      ...(username === undefined ? {} : { username }),
      ...(addresses === undefined ? {} : { addresses }),
    });
  } finally {
    await client.close();
  }
}

/** Of the file, else of the store; nothing where neither can be read, which other findings say. */
async function readSources(settings: EnvironmentSettings, hubRuns: boolean): Promise<SourceSetting[]> {
  const file = provisioningFile(settings);
  if (file !== null && existsSync(file)) {
    const kinds = { sources: sourceKinds, destinations: destinationKinds };
    const { configuration } = readConfiguration(readFileSync(file, 'utf8'), kinds);
    if (configuration !== null) return configuration.sources;
  }
  const hasStore = settings.databaseUrl !== null || existsSync(join(settings.dataFolder, 'keypigeon.db'));
  if (hubRuns || !hasStore) return [];
  const load = () =>
    withStore(settings, async ({ database, keyring }) => (await loadConfiguration(database, keyring)).sources);
  return load().catch(() => []);
}

function toStick({ settings }: SourceSetting, environment: Environment): Stick {
  try {
    return resolveReferences(settings, { environment, readFile: (path) => readFileSync(path, 'utf8') }) as Stick;
  } catch {
    // What a reference stands for is missing here, which the check of the configuration says.
    return { ...(typeof settings.url === 'string' && !settings.url.includes('${') ? { url: settings.url } : {}) };
  }
}
