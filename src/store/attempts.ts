import { setImmediate } from 'node:timers/promises';
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

/** What the next provider sends has the number of the try before it. */
const brought = sql<number>`case when verifications.status = 'approved' and verify_sends.number = verifications.sends
  and not exists (select 1 from verify_sends as later
    where later.verification_id = verify_sends.verification_id and later.id > verify_sends.id) then 1 else 0 end`;

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

/** So many tries are looked at in one go on SQLite, where all else waits meanwhile. */
const sliceRows = 2_000;
/** Times in ids may lie behind those of the rows by a clock that was set back. */
const slackMs = 3_600_000;

interface Slice {
  /** Exclusive. */
  start: string;
  /** Inclusive; null: all that is left. */
  end: string | null;
}

/** The tries of an app, part by part in the order of their ids, between which others have their turn. */
async function* slicesOf(
  { dialect, read }: Database,
  { appId, verificationId, after = 0 }: AttemptFilter,
  direction: 'asc' | 'desc',
  beyond: string | null,
): AsyncGenerator<Slice> {
  let start = beyond ?? (direction === 'asc' ? '' : 'g');
  if (dialect !== 'sqlite' || verificationId !== undefined) return yield { start, end: null };
  for (;;) {
    const last = await read
      .selectFrom('verify_sends')
      .select(['id', 'created_at'])
      .where('app_id', '=', appId)
      .where('id', direction === 'asc' ? '>' : '<', start)
      .orderBy('id', direction)
      .offset(sliceRows - 1)
      .limit(1)
      .executeTakeFirst();
    yield { start, end: last?.id ?? null };
    if (last === undefined || (direction === 'desc' && last.created_at < after - slackMs)) return;
    start = last.id;
    await setImmediate();
  }
}

function filteredIn(database: Database, filter: AttemptFilter, direction: 'asc' | 'desc', { start, end }: Slice) {
  const query = filtered(database, filter).where('verify_sends.id', direction === 'asc' ? '>' : '<', start);
  return end === null ? query : query.where('verify_sends.id', direction === 'asc' ? '<=' : '>=', end);
}

/** A page of the tries of an app, newest first. `more`: there are further ones in the direction of the page. */
export async function listAttempts(
  database: Database,
  filter: AttemptFilter,
  place: { skip: number } | { olderThan: string } | { newerThan: string },
  size: number,
): Promise<{ attempts: Attempt[]; more: boolean }> {
  const direction = 'newerThan' in place ? 'asc' : 'desc';
  const beyond = 'newerThan' in place ? place.newerThan : 'olderThan' in place ? place.olderThan : null;
  let skip = 'skip' in place ? place.skip : 0;
  const rows: Attempt[] = [];
  for await (const slice of slicesOf(database, filter, direction, beyond)) {
    const found = await filteredIn(database, filter, direction, slice)
      .selectAll('verify_sends')
      .select(brought.as('converted'))
      .orderBy('verify_sends.id', direction)
      .offset(slice.end === null ? skip : 0)
      .limit(size + 1 - rows.length + (slice.end === null ? 0 : skip))
      .execute();
    rows.push(...(slice.end === null ? found : found.slice(skip)));
    skip = Math.max(0, skip - found.length);
    if (rows.length > size) break;
  }
  const attempts = rows.slice(0, size);
  return { attempts: direction === 'asc' ? attempts.reverse() : attempts, more: rows.length > size };
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
  const sum = { all: 0, converted: 0 };
  for await (const slice of slicesOf(database, filter, 'desc', null)) {
    const row = await filteredIn(database, filter, 'desc', slice)
      .select((select) => [select.fn.countAll<number>().as('total'), select.fn.sum<number>(brought).as('converted')])
      .executeTakeFirst();
    sum.all += Number(row?.total ?? 0);
    sum.converted += Number(row?.converted ?? 0);
  }
  return sum;
}
