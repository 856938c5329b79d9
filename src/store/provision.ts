import type { Configuration, DestinationSetting, SourceSetting } from '../config/configuration.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { appendAudit } from './audit.ts';
import { generalSetting } from './configuration.ts';
import { command, type Database, type Trx } from './database.ts';
import type { Keyring } from './keyring.ts';
import { openSettings, sealSettings } from './sealed-settings.ts';
import type { Tables } from './tables.ts';

/** Hash of the provisioning file that was applied last. */
export const provisionedHash = 'provisioned-hash';

export interface Provision {
  configuration: Configuration;
  /** Hash of the file's text. */
  hash: string;
  keyring: Keyring;
  /** Names of the secret settings of a kind. */
  secretsOf(role: 'source' | 'destination', kind: string): string[];
  now: number;
}

type Provisioned = 'people' | 'lines' | 'sources' | 'destinations' | 'routes';

/**
 * Applies a file as one change: what it names is made or changed, what it made and no longer names is retired (never
 * deleted: history points there), what was made elsewhere is untouched. false: this very file is applied already.
 */
export const provision = command('provision', async (trx, args: Provision): Promise<boolean> => {
  const last = await trx.selectFrom('settings').select('value').where('name', '=', provisionedHash).executeTakeFirst();
  if (last?.value === args.hash) return false;
  const { configuration } = args;
  await putSetting(trx, generalSetting, sealGeneral(args));
  await syncPeople(trx, args);
  await syncRows(
    trx,
    'lines',
    configuration.lines.map((line) => ({
      id: line.id,
      number: line.number,
      owner_id: line.owner,
      unmatched: line.unmatched === null ? null : JSON.stringify(line.unmatched),
      sending: JSON.stringify(line.sending),
    })),
    args.now,
  );
  await syncSources(trx, args);
  await syncDestinations(trx, args);
  await syncRoutes(trx, args);
  await putSetting(trx, provisionedHash, args.hash);
  const actor = { kind: 'local', personId: null, address: null } as const;
  await appendAudit(trx, { actor, action: 'configuration.changed', subject: args.hash.slice(0, 12), now: args.now });
  return true;
});

/** Was any file ever applied to this store? */
export async function wasProvisioned(database: Database): Promise<boolean> {
  const row = await database.read
    .selectFrom('settings')
    .select('name')
    .where('name', '=', provisionedHash)
    .executeTakeFirst();
  return row !== undefined;
}

function sealGeneral({ configuration, keyring }: Provision): string {
  const { publicUrl, defaultRegion, network, broker, commands } = configuration;
  const general = {
    publicUrl,
    defaultRegion,
    network,
    broker: broker === null ? null : { ...broker, password: undefined },
    commands: { mqtt: commands.mqtt === null ? null : { ...commands.mqtt, password: undefined } },
    ...(broker === null ? {} : { brokerPassword: broker.password }),
    ...(commands.mqtt === null ? {} : { commandPassword: commands.mqtt.password }),
  };
  return sealSettings(keyring, general, ['brokerPassword', 'commandPassword'], 'settings', generalSetting);
}

/** Somebody who was added elsewhere is the same person: the file may name them, and does not remove them. */
async function syncPeople(trx: Trx, { configuration, now }: Provision): Promise<void> {
  const added = await trx.selectFrom('people').select('id').where('provisioned', '=', 0).execute();
  const isAdded = (id: string) => added.some((row) => row.id === id);
  for (const { id, name } of configuration.people.filter((person) => isAdded(person.id)))
    await trx.updateTable('people').set({ name, retired_at: null }).where('id', '=', id).execute();
  const rest = configuration.people.filter((person) => !isAdded(person.id)).map(({ id, name }) => ({ id, name }));
  await syncRows(trx, 'people', rest, now);
}

function sourceRow(args: Provision, source: SourceSetting) {
  return {
    id: source.id,
    kind: source.kind,
    line_id: source.line,
    enabled: source.enabled ? 1 : 0,
    config: sealSettings(args.keyring, source.settings, args.secretsOf('source', source.kind), 'sources', source.id),
  };
}

function destinationRow(args: Provision, destination: DestinationSetting) {
  const secrets = args.secretsOf('destination', destination.kind);
  return {
    id: destination.id,
    kind: destination.kind,
    owner_id: destination.owner,
    enabled: destination.enabled ? 1 : 0,
    show: destination.show,
    template: destination.template,
    config: sealSettings(args.keyring, destination.settings, secrets, 'destinations', destination.id),
  };
}

/** What a source of another kind remembered says nothing to the new one: its first run begins. */
async function syncSources(trx: Trx, args: Provision): Promise<void> {
  const before = await trx.selectFrom('sources').select(['id', 'kind']).execute();
  await syncRows(
    trx,
    'sources',
    args.configuration.sources.map((source) => sourceRow(args, source)),
    args.now,
  );
  for (const row of before) {
    const now = args.configuration.sources.find((one) => one.id === row.id);
    if (now === undefined || now.kind === row.kind) continue;
    await trx.updateTable('sources').set({ memory: null }).where('id', '=', row.id).execute();
  }
}

/** A destination that was turned off (410) is tried again once its settings changed. */
async function syncDestinations(trx: Trx, args: Provision): Promise<void> {
  const { configuration, keyring } = args;
  const before = await trx
    .selectFrom('destinations')
    .select(['id', 'config'])
    .where('off_at', 'is not', null)
    .execute();
  await syncRows(
    trx,
    'destinations',
    configuration.destinations.map((one) => destinationRow(args, one)),
    args.now,
  );
  for (const row of before) {
    const now = configuration.destinations.find((one) => one.id === row.id);
    if (now === undefined) continue;
    const old = openSettings(keyring, row.config, 'destinations', row.id);
    if (JSON.stringify(old) === JSON.stringify(now.settings)) continue;
    await trx.updateTable('destinations').set({ off_at: null, off_reason: null }).where('id', '=', row.id).execute();
  }
}

/** A route that changed counts its revision up, so that older traces name what they were decided by. */
async function syncRoutes(trx: Trx, args: Provision): Promise<void> {
  const before = new Map((await trx.selectFrom('routes').selectAll().execute()).map((row) => [row.id, row]));
  const rows = args.configuration.routes.map((route, position) => {
    const row = {
      id: route.id,
      position,
      name: route.name,
      condition: JSON.stringify(route.when),
      targets: JSON.stringify(route.to),
      stop: route.stop ? 1 : 0,
    };
    const old = before.get(route.id);
    const changed =
      old !== undefined &&
      [old.condition, old.targets, old.stop].join() !== [row.condition, row.targets, row.stop].join();
    return { ...row, revision: (old?.revision ?? 1) + (changed ? 1 : 0) };
  });
  await syncRows(trx, 'routes', rows, args.now);
}

async function syncRows<Name extends Provisioned>(
  trx: Trx,
  table: Name,
  rows: { id: string }[],
  now: number,
): Promise<void> {
  // One cast for five tables that share these columns; each caller's rows are typed by its own mapping.
  const target = table as 'people';
  for (const { id, ...row } of rows as (Pick<Tables['people'], 'id' | 'name'> & { id: string })[]) {
    const mine = { ...row, provisioned: 1, retired_at: null };
    const written = await trx
      .insertInto(target)
      .values({ id, ...mine })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(mine).where(`${target}.provisioned`, '=', 1))
      .returning('id')
      .execute();
    if (written.length === 0) {
      throw new KeypigeonError(
        'conflict',
        `${table}: "${id}" was made elsewhere; give the one in the file another id, or remove the other`,
      );
    }
  }
  const ids = rows.map((row) => row.id);
  let gone = trx
    .updateTable(target)
    .set({ retired_at: now })
    .where('provisioned', '=', 1)
    .where('retired_at', 'is', null);
  if (ids.length > 0) gone = gone.where('id', 'not in', ids);
  await gone.execute();
}

async function putSetting(trx: Trx, name: string, value: string): Promise<void> {
  await trx
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** The other side said that it is gone for good: the destination stays off until its settings change. */
export const turnOffDestination = command(
  'turnOffDestination',
  async (trx, args: { id: string; reason: string; now: number }) => {
    await trx
      .updateTable('destinations')
      .set({ off_reason: args.reason, off_at: args.now })
      .where('id', '=', args.id)
      .execute();
  },
);
