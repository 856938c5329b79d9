import { sql } from 'kysely';
import type { Database } from './database.ts';
import { sendsOf } from './verification-sends.ts';
import type { SendRow, VerificationRow } from './verification-tables.ts';

/** A verification with what its app's owner sees of it besides. */
export interface AppVerification {
  row: VerificationRow;
  /** null: the service was removed. */
  serviceName: string | null;
  sends: SendRow[];
}

/**
 * A page of an app's verifications, newest first. Found by the first try of each, for tries have an index by app: one of
 * verifications by app would cost every code that is issued.
 *
 * @param before id of the last verification of the page before
 */
export async function listAppVerifications(
  database: Database,
  { appId, before, limit }: { appId: string; before: string | undefined; limit: number },
): Promise<AppVerification[]> {
  let firsts = database.read
    .selectFrom('verify_sends as s')
    .select('verification_id')
    .where('app_id', '=', appId)
    .where('number', '=', 1)
    // What the next provider sent in its place has the same number.
    .where(
      sql<boolean>`not exists (select 1 from verify_sends as earlier
        where earlier.verification_id = s.verification_id and earlier.number = 1 and earlier.id < s.id)`,
    )
    .orderBy('id', 'desc')
    .limit(limit);
  if (before !== undefined) {
    const firstOfLast = database.read
      .selectFrom('verify_sends')
      .select(({ fn }) => fn.min('id').as('id'))
      .where('verification_id', '=', before)
      .where('app_id', '=', appId)
      .where('number', '=', 1);
    firsts = firsts.where('id', '<', firstOfLast);
  }
  const ids = (await firsts.execute()).map(({ verification_id }) => verification_id);
  return await withSends(database, ids);
}

/** One of this app; undefined: there is none. */
export async function readAppVerification(
  database: Database,
  appId: string,
  id: string,
): Promise<AppVerification | undefined> {
  const [found] = await withSends(database, [id]);
  return found?.row.app_id === appId ? found : undefined;
}

/** In the order of the ids. */
async function withSends(database: Database, ids: readonly string[]): Promise<AppVerification[]> {
  if (ids.length === 0) return [];
  const rows = await database.read
    .selectFrom('verifications')
    .leftJoin('verify_services', 'verify_services.id', 'verifications.service_id')
    .selectAll('verifications')
    .select('verify_services.name as service_name')
    .where('verifications.id', 'in', ids)
    .execute();
  const sends = await sendsOf(
    database.read,
    ids.map((which) => ({ which })),
  );
  const known = new Map(rows.map(({ service_name, ...row }) => [row.id, { row, serviceName: service_name }]));
  return ids.flatMap((id) => {
    const found = known.get(id);
    const own = sends.filter(({ verification_id }) => verification_id === id);
    return found === undefined ? [] : [{ ...found, sends: own.sort((one, other) => one.number - other.number) }];
  });
}
