import type { Configuration } from '../config/configuration.ts';
import { appendAudit } from './audit.ts';
import { generalSetting } from './configuration.ts';
import {
  destinationRow,
  forgetSource,
  lineRow,
  lockConfiguration,
  providerRow,
  putSetting,
  routeRow,
  type Sealing,
  sealGeneral,
  sourceRow,
} from './configuration-rows.ts';
import { command, type Database, type Trx } from './database.ts';
import { openSettings } from './sealed-settings.ts';
import type { Tables } from './tables.ts';

/** Hash of the provisioning file that was applied last. */
export const provisionedHash = 'provisioned-hash';
/** What that file is called. */
export const provisionedFile = 'provisioned-file';

export interface Provision extends Sealing {
  configuration: Configuration;
  /** Hash of the file's text. */
  hash: string;
  /** What the file is called, for people who wonder why something cannot be changed elsewhere. */
  file: string;
  now: number;
}

type Provisioned = 'people' | 'lines' | 'sources' | 'destinations' | 'providers' | 'routes';

/**
 * Applies a file as one change: what it names is made or changed, what it made and no longer names is retired (never
 * deleted: history points there), what was made elsewhere is untouched. An id that was made elsewhere and that the file
 * names too is the file's from then on: whoever writes it there means that very thing, and one place has to rule.
 * false: this very file is applied already.
 */
export const provision = command('provision', async (trx, args: Provision): Promise<boolean> => {
  await lockConfiguration(trx);
  const last = await trx.selectFrom('settings').select('value').where('name', '=', provisionedHash).executeTakeFirst();
  if (last?.value === args.hash) return false;
  const { configuration } = args;
  await putSetting(trx, generalSetting, sealGeneral(configuration, args.keyring));
  await putSetting(trx, provisionedFile, args.file);
  await syncPeople(trx, args);
  await syncRows(trx, 'lines', configuration.lines.map(lineRow), args.now);
  await syncSources(trx, args);
  await syncDestinations(trx, args);
  const providers = configuration.providers.map((one, position) => ({ ...providerRow(one, args), position }));
  await syncRows(trx, 'providers', providers, args.now);
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

/** Somebody who was added elsewhere is the same person: the file may name them, and does not remove them. */
async function syncPeople(trx: Trx, { configuration, now }: Provision): Promise<void> {
  const added = await trx.selectFrom('people').select('id').where('provisioned', '=', 0).execute();
  const isAdded = (id: string) => added.some((row) => row.id === id);
  for (const { id, name } of configuration.people.filter((person) => isAdded(person.id)))
    await trx.updateTable('people').set({ name, retired_at: null }).where('id', '=', id).execute();
  const rest = configuration.people.filter((person) => !isAdded(person.id)).map(({ id, name }) => ({ id, name }));
  await syncRows(trx, 'people', rest, now);
}

/** What a source of another kind remembered says nothing to the new one: its first run begins. */
async function syncSources(trx: Trx, args: Provision): Promise<void> {
  const before = await trx.selectFrom('sources').select(['id', 'kind']).execute();
  await syncRows(
    trx,
    'sources',
    args.configuration.sources.map((source) => sourceRow(source, args)),
    args.now,
  );
  for (const row of before) {
    const now = args.configuration.sources.find((one) => one.id === row.id);
    if (now !== undefined && now.kind !== row.kind) await forgetSource(trx, row.id);
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
    configuration.destinations.map((one) => destinationRow(one, args)),
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
  const rows = args.configuration.routes.map((route, position) => ({
    ...routeRow(route, before.get(route.id)),
    position,
  }));
  await syncRows(trx, 'routes', rows, args.now);
}

async function syncRows<Name extends Provisioned>(
  trx: Trx,
  table: Name,
  rows: { id: string }[],
  now: number,
): Promise<void> {
  // One cast for six tables that share these columns; each caller's rows are typed by its own mapping.
  const target = table as 'people';
  for (const { id, ...row } of rows as (Pick<Tables['people'], 'id' | 'name'> & { id: string })[]) {
    const mine = { ...row, provisioned: 1, retired_at: null };
    await trx
      .insertInto(target)
      .values({ id, ...mine })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(mine))
      .execute();
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
