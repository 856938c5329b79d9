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
import { createHubClient, localHub } from './hub-client.ts';
import { withStore } from './store-access.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Wish {
  /** Look there and nowhere else. */
  url: string | undefined;
  hubRuns: boolean;
}

interface Stick {
  /** Whether the configuration has a password for it, also where what that stands for is not known here. */
  isProtected?: boolean;
  url?: string | undefined;
  username?: string | undefined;
  password?: string | undefined;
  addresses?: string[] | undefined;
}

/**
 * Which kind of stick is where, and what it answers: those of the configuration. Where that has no sources yet, one at
 * the usual addresses; where it has others only, none is looked for.
 */
export async function findSticks(
  settings: EnvironmentSettings,
  env: Environment,
  wish: Wish,
): Promise<StickDescription[]> {
  const sources = await readSources(settings, wish.hubRuns);
  const configured = sources
    .filter(({ kind, enabled }) => kind === 'hilink' && enabled)
    .map((source) => toStick(source, env));
  const asked =
    wish.url === undefined ? configured : [configured.find(({ url }) => url === wish.url) ?? { url: wish.url }];
  const sticks: Stick[] = asked.length > 0 || sources.length > 0 ? asked : [{}];
  return Promise.all(sticks.map((stick) => (wish.hubRuns ? describeWithoutLogin(stick) : describe(stick))));
}

/** A stick lets one in at a time: while the hub has it, nobody else logs in, and what only a login shows is left out. */
async function describeWithoutLogin(stick: Stick): Promise<StickDescription> {
  const description = await describe({ ...stick, password: undefined });
  const { loginType, family } = description;
  const answers = family !== null && loginType !== null && loginType !== 'none';
  if (stick.isProtected !== true || !answers) return description;
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

/** Of the running hub, else of the file, else of the store; nothing where none can be read, which other findings say. */
async function readSources(settings: EnvironmentSettings, hubRuns: boolean): Promise<SourceSetting[]> {
  if (hubRuns) {
    return sourcesOf(await createHubClient(localHub(settings.dataFolder)).getText('/api/v1/configuration')) ?? [];
  }
  const file = provisioningFile(settings);
  const ofFile = file !== null && existsSync(file) ? sourcesOf(readFileSync(file, 'utf8')) : null;
  if (ofFile !== null) return ofFile;
  const hasStore = settings.databaseUrl !== null || existsSync(join(settings.dataFolder, 'keypigeon.db'));
  if (!hasStore) return [];
  const load = () =>
    withStore(settings, async ({ database, keyring }) => (await loadConfiguration(database, keyring)).sources);
  return load().catch(() => []);
}

function sourcesOf(yaml: string): SourceSetting[] | null {
  const kinds = { sources: sourceKinds, destinations: destinationKinds };
  return readConfiguration(yaml, kinds).configuration?.sources ?? null;
}

function toStick({ settings }: SourceSetting, environment: Environment): Stick {
  const isProtected = settings.password !== undefined;
  try {
    const stick = resolveReferences(settings, { environment, readFile: (path) => readFileSync(path, 'utf8') }) as Stick;
    return { ...stick, isProtected };
  } catch {
    // What a reference stands for is missing here, which the check of the configuration says.
    return {
      isProtected,
      ...(typeof settings.url === 'string' && !settings.url.includes('${') ? { url: settings.url } : {}),
    };
  }
}
