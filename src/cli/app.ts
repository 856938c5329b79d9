import { type EnvironmentSettings, readEnvironment } from '../config/environment.ts';
import { destinationKinds } from '../destinations/index.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { type AppSecrets, type AppWish, makeApp } from '../http/make-app.ts';
import { type AppJson, toAppJson } from '../http/routes/apps.ts';
import { providerKinds } from '../providers/index.ts';
import { sourceKinds } from '../sources/index.ts';
import { listApps, revokeApp } from '../store/apps.ts';
import { loadConfiguration } from '../store/configuration.ts';
import { lockDataFolder, prepareDataFolder } from '../store/folder-lock.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { systemClock } from '../support/clock.ts';
import { systemRandom } from '../support/random.ts';
import { provisionAtStart } from '../wiring/provisioning.ts';
import { readArguments, refuse } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { provisioningFile } from './config-file.ts';
import { createHubClient, isRunning, localHub } from './hub-client.ts';
import { withStore } from './store-access.ts';
import { formatTable, formatTime, oneLine } from './terminal.ts';

interface Credentials extends AppSecrets {
  accountSid: string;
}

const options = {
  line: { type: 'string', multiple: true },
  owner: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `keypigeon app create NAME`, `app list` and `app revoke SID`. */
export const run: RunCommand = async (args, { env, stdout }) => {
  const { values, positionals } = readArguments('app', args, options, 2);
  const [action, given] = positionals;
  const settings = readEnvironment(env);
  const { line: lines, owner } = values;
  if (action !== 'create' && (lines !== undefined || owner !== undefined))
    throw refuse('app', '--line and --owner belong to create');
  if (action === 'create') {
    const name = given?.trim() ?? '';
    if (name === '' || name.length > 100) throw refuse('app', 'create takes a name of 1 to 100 characters');
    const { accountSid, authToken, keySid, keySecret } = await create(settings, { name, lines, owner });
    const credentials: Credentials = { accountSid, authToken, keySid, keySecret };
    stdout.write(values.json ? `${JSON.stringify(credentials)}\n` : formatCredentials(name, credentials));
  } else if (action === 'list') {
    if (given !== undefined) throw refuse('app', `${JSON.stringify(given)} is one argument too many`);
    const apps = await list(settings);
    stdout.write(values.json ? apps.map((app) => `${JSON.stringify(app)}\n`).join('') : formatApps(apps));
  } else if (action === 'revoke') {
    const accountSid = readSid(given);
    await revoke(settings, accountSid);
    stdout.write(values.json ? `${JSON.stringify({ accountSid })}\n` : `${accountSid} is revoked\n`);
  } else {
    const trouble = action === undefined ? 'what to do is missing' : `there is no ${JSON.stringify(action)}`;
    throw refuse('app', `${trouble}; expected create, list or revoke`);
  }
  return 0;
};

function readSid(given: string | undefined): string {
  if (given !== undefined && /^AC[0-9a-f]{32}$/.test(given)) return given;
  throw refuse('app', 'revoke takes the account SID of an app, as keypigeon app list shows it');
}

async function create(settings: EnvironmentSettings, wish: AppWish): Promise<Credentials> {
  const address = localHub(settings.dataFolder);
  if (await isRunning(address)) return createHubClient(address).post('/api/v1/apps', wish);
  return withProvisionedStore(settings, async ({ database, keyring }) => {
    const configuration = await loadConfiguration(database, keyring);
    const parts = { database, keyring, clock: systemClock, random: systemRandom, configuration };
    const { app, ...secrets } = await makeApp(parts, wish);
    return { accountSid: app.id, ...secrets };
  });
}

async function list(settings: EnvironmentSettings): Promise<AppJson[]> {
  const address = localHub(settings.dataFolder);
  if (!(await isRunning(address)))
    return withStore(settings, async ({ database }) => (await listApps(database)).map(toAppJson));
  return (await createHubClient(address).get<{ apps: AppJson[] }>('/api/v1/apps')).apps;
}

async function revoke(settings: EnvironmentSettings, accountSid: string): Promise<void> {
  const address = localHub(settings.dataFolder);
  if (await isRunning(address)) return createHubClient(address).delete(`/api/v1/apps/${accountSid}`);
  await withStore(settings, async ({ database }) => {
    const revoked = await database.write(revokeApp, { id: accountSid, now: systemClock.now() });
    if (!revoked) throw new KeypigeonError('not-found', 'There is no such app, or it is revoked already.');
  });
}

/** The store of a data folder on which no hub runs; as at a hub's start, the configuration file is applied first. */
async function withProvisionedStore<Result>(
  settings: EnvironmentSettings,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  prepareDataFolder(settings.dataFolder);
  const lock = lockDataFolder(settings.dataFolder);
  try {
    const store = await openStore(settings, systemRandom);
    try {
      const kinds = { sources: sourceKinds, destinations: destinationKinds, providers: providerKinds };
      const { database, keyring } = store;
      await provisionAtStart({ database, keyring, clock: systemClock, kinds }, provisioningFile(settings));
      return await use(store);
    } finally {
      await store.database.close();
    }
  } finally {
    lock.release();
  }
}

function formatCredentials(name: string, { accountSid, authToken, keySid, keySecret }: Credentials): string {
  return `Made the app ${oneLine(name)}. Its secrets are shown this once:

  account SID  ${accountSid}
  auth token   ${authToken}
  key          ${keySid}
  key secret   ${keySecret}

Programs that send or verify by Twilio use account and token, or the key and its secret, with the address of this hub;
see docs/twilio-api.md and docs/verification.md.
`;
}

function formatApps(apps: readonly AppJson[]): string {
  if (apps.length === 0) return 'There are no apps yet; keypigeon app create NAME makes one.\n';
  const rows = apps.map(({ accountSid, name, owner, lines, lastUsedAt }) => [
    accountSid,
    oneLine(name),
    owner,
    lines === null ? 'all lines' : lines.join(', '),
    lastUsedAt === null ? 'never used' : `used ${formatTime(lastUsedAt)}`,
  ]);
  return formatTable(['account SID', 'name', 'owner', 'lines', 'last use'], rows);
}
