import { type Selectable, sql } from 'kysely';
import { bulkQuery } from './bulk-query.ts';
import { command, type Database } from './database.ts';
import { hotQuery } from './hot-query.ts';
import { verificationKeptMs } from './issue-plan.ts';
import type { Tables } from './tables.ts';
import { logChanges } from './verification-log.ts';

/** How a service issues codes; names as Twilio Verify has them, in our spelling. */
export interface ServiceSettings {
  codeLength: number;
  lookup: boolean;
  /** Each code is for a payment, which the check names too. */
  psd2: boolean;
  /** Texts to landlines are tried, where no call can be made: networks that read them out have such numbers. */
  textLandlines: boolean;
  voice: string | null;
  neverShareWarning: boolean;
  customCodes: boolean;
  /** The domain that codes are bound to; null: none. */
  domain: string | null;
}

export const usualServiceSettings: ServiceSettings = {
  codeLength: 6,
  lookup: false,
  psd2: false,
  textLandlines: false,
  voice: null,
  neverShareWarning: true,
  customCodes: false,
  domain: null,
};

export interface VerifyService {
  id: string;
  appId: string;
  name: string;
  settings: ServiceSettings;
  createdAt: number;
  updatedAt: number;
}

type ServiceRow = Selectable<Tables['verify_services']>;

const byId = bulkQuery<{ which: string }, ServiceRow>(
  { which: 'text' },
  (given) => `select s.* from ${given} join verify_services as s on s.id = which`,
);

/** One of this app; undefined: there is none. */
export async function findService(database: Database, appId: string, id: string): Promise<VerifyService | undefined> {
  const [row] = await byId(database.read, [{ which: id }]);
  return row?.app_id === appId ? toService(row) : undefined;
}

/** The app's own, which is made at its first use. */
export const defaultService = command(
  'defaultService',
  async (trx, args: { id: string; appId: string; name: string; now: number }): Promise<VerifyService> => {
    await trx
      .insertInto('verify_services')
      .values({ ...rowOf({ ...args, settings: usualServiceSettings }), is_default: 1 })
      .onConflict((conflict) => conflict.column('app_id').where('is_default', '=', sql.lit(1)).doNothing())
      .execute();
    const row = await trx
      .selectFrom('verify_services')
      .selectAll()
      .where('app_id', '=', args.appId)
      .where('is_default', '=', 1)
      .executeTakeFirstOrThrow();
    return toService(row);
  },
);

const ownOf = hotQuery((db, { appId }: { appId: string }) =>
  db.selectFrom('verify_services').selectAll().where('app_id', '=', appId).where('is_default', '=', sql.lit(1)),
);

export async function findDefaultService(database: Database, appId: string): Promise<VerifyService | undefined> {
  const [row] = await ownOf(database.read, { appId });
  return row === undefined ? undefined : toService(row);
}

interface NewService {
  id: string;
  appId: string;
  name: string;
  settings: ServiceSettings;
  now: number;
}

export const insertService = command('insertService', async (trx, service: NewService): Promise<void> => {
  await trx
    .insertInto('verify_services')
    .values({ ...rowOf(service), is_default: 0 })
    .execute();
});

export const changeService = command(
  'changeService',
  async (trx, { id, appId, name, settings, now }: NewService): Promise<boolean> => {
    const changed = await trx
      .updateTable('verify_services')
      .set({ name, settings: JSON.stringify(settings), updated_at: now })
      .where('id', '=', id)
      .where('app_id', '=', appId)
      .executeTakeFirst();
    return changed.numUpdatedRows > 0n;
  },
);

/** Its codes under way are good for nothing any more. false: there is none. */
export const removeService = command(
  'removeService',
  async (trx, { id, appId, now }: { id: string; appId: string; now: number }): Promise<boolean> => {
    const removed = await trx
      .deleteFrom('verify_services')
      .where('id', '=', id)
      .where('app_id', '=', appId)
      .executeTakeFirst();
    if (removed.numDeletedRows === 0n) return false;
    const canceled = await trx
      .updateTable('verifications')
      .set({ status: 'canceled', open_key: null, ended_at: now, updated_at: now, due_at: now + verificationKeptMs })
      .where('service_id', '=', id)
      // Those that are pending: the index knows them.
      .where('open_key', 'is not', null)
      .returning(['id', 'dest_hash'])
      .execute();
    const about = { at: now, appId, change: 'canceled', detail: 'its service was removed', status: 'canceled' };
    await logChanges(
      trx,
      canceled.map((row) => ({ ...about, verificationId: row.id, destHash: row.dest_hash })),
    );
    return true;
  },
);

/** A page of an app's services, newest first. */
export async function listServices(
  database: Database,
  appId: string,
  place: { skip: number } | { olderThan: string } | { newerThan: string },
  size: number,
): Promise<{ services: VerifyService[]; more: boolean }> {
  const backwards = 'newerThan' in place;
  let query = database.read
    .selectFrom('verify_services')
    .selectAll()
    .where('app_id', '=', appId)
    .orderBy('id', backwards ? 'asc' : 'desc')
    .limit(size + 1);
  if ('skip' in place) query = query.offset(place.skip);
  if ('olderThan' in place) query = query.where('id', '<', place.olderThan);
  if ('newerThan' in place) query = query.where('id', '>', place.newerThan);
  const rows = (await query.execute()).map(toService);
  const services = rows.slice(0, size);
  return { services: backwards ? services.reverse() : services, more: rows.length > size };
}

function rowOf({ id, appId, name, settings, now }: NewService) {
  const times = { created_at: now, updated_at: now };
  return { id, app_id: appId, name, settings: JSON.stringify(settings), ...times };
}

function toService(row: ServiceRow): VerifyService {
  return {
    id: row.id,
    appId: row.app_id,
    name: row.name,
    settings: { ...usualServiceSettings, ...(JSON.parse(row.settings) as Partial<ServiceSettings>) },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
