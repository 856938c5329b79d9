import { type Selectable, sql } from 'kysely';
import type { Database } from './database.ts';
import type { HubEvent } from './events.ts';
import type { Tables } from './tables.ts';

export type TrailEntry = Selectable<Tables['verify_audit']>;

/** What the rows of tries tell by themselves: for followers only. */
const ofTries = ['sent', 'failed', 'unknown', 'delivered', 'undelivered'];

/** What befell a verification, in order. */
export async function trailOf(database: Database, verificationId: string): Promise<TrailEntry[]> {
  return await database.read
    .selectFrom('verify_audit')
    .selectAll()
    .where('verification_id', '=', verificationId)
    .where('event', 'not in', ofTries)
    .orderBy('seq')
    .execute();
}

/** So much of the trail is looked at in one go: a quiet app passes over all that befell others. */
export const trailWindow = 5_000;

export interface TrailPage {
  events: HubEvent[];
  /** There never was such a position. */
  reset: boolean;
  /** Up to here nothing else is for this app: where to go on. */
  upTo: string;
  /** There may be more behind it. */
  more: boolean;
}

/**
 * What befell the verifications of an app after a position, oldest first; on PostgreSQL as far as no slower transaction
 * can slip in behind a reader.
 */
export async function followTrail(database: Database, appId: string, after: string, limit: number): Promise<TrailPage> {
  const nothing: TrailPage = { events: [], reset: false, upTo: after, more: false };
  const place = placeOf(after);
  if (place === undefined || !(await isThere(database, place))) return { ...nothing, reset: true };
  const end = await endOfWindow(database, place);
  if (end === undefined) return nothing;
  const rows = await inOrder(database, 'asc')
    .where(isAfter(database, place))
    .where(isUpTo(database, end))
    .where('app_id', '=', appId)
    .where('status', 'is not', null)
    .limit(limit)
    .execute();
  const events = rows.map(eventOf);
  const last = rows.length === limit ? events.at(-1)?.id : undefined;
  return { events, reset: false, upTo: last ?? positionOf(end), more: last !== undefined || !end.isNewest };
}

/** undefined: nothing has befallen anybody since. */
async function endOfWindow(database: Database, place: Place): Promise<(Place & { isNewest: boolean }) | undefined> {
  const next = () => inOrder(database, 'asc').where(isAfter(database, place));
  const newest = await inOrder(database, 'desc').where(isAfter(database, place)).limit(1).executeTakeFirst();
  if (newest === undefined) return undefined;
  const { xid = 0, seq = 0 } = newest;
  const isFar = Math.abs(seq - place.seq) > trailWindow;
  const row = isFar
    ? await next()
        .offset(trailWindow - 1)
        .limit(1)
        .executeTakeFirst()
    : undefined;
  return row === undefined ? { xid, seq, isNewest: true } : { xid: row.xid ?? 0, seq: row.seq ?? 0, isNewest: false };
}

/** Where a reader without a past begins. */
export async function newestOfTrail(database: Database): Promise<string> {
  const row = await inOrder(database, 'desc').limit(1).executeTakeFirst();
  return row === undefined ? positionOf({}) : positionOf(row);
}

interface Place {
  xid: number;
  seq: number;
}

/** Marked, since positions of the hub's events look the same else. */
/** On SQLite there is no `xid`: commits have the order of `seq`. */
function positionOf({ xid = 0, seq = 0 }: Partial<{ [Name in keyof Place]: Place[Name] | undefined }>): string {
  return `t${xid}-${seq}`;
}

function placeOf(position: string): Place | undefined {
  const match = /^t(\d{1,15})-(\d{1,15})$/.exec(position);
  return match === null ? undefined : { xid: Number(match[1]), seq: Number(match[2]) };
}

function eventOf({ verification_id, event, status, detail, at, ...place }: TrailEntry): HubEvent {
  const data = { verificationId: verification_id, change: event, status, detail };
  return { id: positionOf(place), kind: 'verification', data, createdAt: at };
}

function inOrder(database: Database, direction: 'asc' | 'desc') {
  const query = database.read.selectFrom('verify_audit').selectAll();
  if (database.dialect === 'sqlite') return query.orderBy('seq', direction);
  return query
    .where(sql<boolean>`xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`)
    .orderBy(sql`xid`, direction)
    .orderBy('seq', direction);
}

function isAfter({ dialect }: Database, { xid, seq }: Place) {
  return dialect === 'sqlite' ? sql<boolean>`seq > ${seq}` : sql<boolean>`(xid, seq) > (${xid}, ${seq})`;
}

function isUpTo({ dialect }: Database, { xid, seq }: Place) {
  return dialect === 'sqlite' ? sql<boolean>`seq <= ${seq}` : sql<boolean>`(xid, seq) <= (${xid}, ${seq})`;
}

async function isThere({ dialect, read }: Database, { xid, seq }: Place): Promise<boolean> {
  if (seq === 0) return true;
  const query = read.selectFrom('verify_audit').select('seq').where('seq', '=', seq);
  const found = dialect === 'sqlite' ? query : query.where(sql<boolean>`xid = ${xid}`);
  return (await found.executeTakeFirst()) !== undefined;
}
