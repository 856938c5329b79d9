import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { SendRow } from './verification-tables.ts';

/** A try to send a code, and whether it brought the code that was entered (1): the last one of its verification did. */
export interface Attempt extends SendRow {
  converted: number;
}

export interface AttemptFilter {
  appId: string;
  serviceId?: string | undefined;
  verificationId?: string | undefined;
  kind?: string | undefined;
  region?: string | undefined;
  converted?: boolean | undefined;
  after?: number | undefined;
  before?: number | undefined;
}

const brought = sql<number>`case when verifications.status = 'approved' and verify_sends.number = verifications.sends
  then 1 else 0 end`;

function filtered(database: Database, filter: AttemptFilter) {
  let query = database.read
    .selectFrom('verify_sends')
    .innerJoin('verifications', 'verifications.id', 'verify_sends.verification_id')
    .where('verify_sends.app_id', '=', filter.appId);
  const { serviceId, verificationId, kind, region, converted, after, before } = filter;
  if (serviceId !== undefined) query = query.where('verify_sends.service_id', '=', serviceId);
  if (verificationId !== undefined) query = query.where('verify_sends.verification_id', '=', verificationId);
  if (kind !== undefined) query = query.where('verify_sends.kind', '=', kind);
  if (region !== undefined) query = query.where('verify_sends.region', '=', region);
  if (converted !== undefined) query = query.where(brought, '=', converted ? 1 : 0);
  if (after !== undefined) query = query.where('verify_sends.created_at', '>=', after);
  if (before !== undefined) query = query.where('verify_sends.created_at', '<=', before);
  return query;
}

/** A page of the tries of an app, newest first. `more`: there are further ones in the direction of the page. */
export async function listAttempts(
  database: Database,
  filter: AttemptFilter,
  place: { skip: number } | { olderThan: string } | { newerThan: string },
  size: number,
): Promise<{ attempts: Attempt[]; more: boolean }> {
  const backwards = 'newerThan' in place;
  let query = filtered(database, filter)
    .selectAll('verify_sends')
    .select(brought.as('converted'))
    .orderBy('verify_sends.id', backwards ? 'asc' : 'desc')
    .limit(size + 1);
  if ('skip' in place) query = query.offset(place.skip);
  if ('olderThan' in place) query = query.where('verify_sends.id', '<', place.olderThan);
  if ('newerThan' in place) query = query.where('verify_sends.id', '>', place.newerThan);
  const rows = await query.execute();
  const attempts = rows.slice(0, size);
  return { attempts: backwards ? attempts.reverse() : attempts, more: rows.length > size };
}

export async function findAttempt(database: Database, appId: string, id: string): Promise<Attempt | undefined> {
  return await filtered(database, { appId })
    .selectAll('verify_sends')
    .select(brought.as('converted'))
    .where('verify_sends.id', '=', id)
    .executeTakeFirst();
}

/** How many tries there were, and how many of their codes were entered. */
export async function countAttempts(
  database: Database,
  filter: AttemptFilter,
): Promise<{ all: number; converted: number }> {
  const row = await filtered(database, filter)
    .select((select) => [select.fn.countAll<number>().as('total'), select.fn.sum<number>(brought).as('converted')])
    .executeTakeFirst();
  return { all: Number(row?.total ?? 0), converted: Number(row?.converted ?? 0) };
}
