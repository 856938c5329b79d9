import { sql } from 'kysely';
import { seesWhole, type Viewer } from '../domain/viewer.ts';
import { command, type Database, type Trx } from './database.ts';
import { hotQuery } from './hot-query.ts';

/** How long a reader may stay away and still resume without a gap. */
export const eventsKeptMs = 24 * 3_600_000;

/** What an owner hears of everybody's lines. */
const ofAllLines = ['message', 'message.revised', 'canary'];

export interface HubEvent {
  /** Resume position, `xid-seq`. */
  id: string;
  kind: string;
  data: Record<string, unknown>;
  createdAt: number;
}

export interface NewEvent {
  kind: string;
  ownerId: string;
  data: string;
  createdAt: number;
  /** For somebody besides the one whose line it is. */
  copy?: boolean;
}

export async function appendEvent(trx: Trx, event: NewEvent): Promise<void> {
  await insertEvent(trx, { ...event, copy: event.copy === true ? 1 : 0 });
}

const insertEvent = hotQuery((db, event: Omit<NewEvent, 'copy'> & { copy: number }) =>
  db.insertInto('events').values({
    kind: event.kind,
    owner_id: event.ownerId,
    data: event.data,
    created_at: event.createdAt,
    copy: event.copy,
  }),
);

/**
 * Events after a position that this viewer may see, oldest first. On PostgreSQL only those below the oldest running
 * transaction: a slower one's event would otherwise slip in behind a reader. `reset`: the position is too old or unknown.
 */
export async function readEvents(
  database: Database,
  viewer: Viewer,
  after: string | null,
  limit: number,
): Promise<{ events: HubEvent[]; reset: boolean }> {
  return readVisible(database, after, limit, (query) => {
    if (viewer.kind === 'administrator') return query.where('copy', '=', 0);
    if (!seesWhole(viewer)) return query.where('owner_id', '=', viewer.personId);
    // An owner hears of everybody's messages and line tests; what they may see of one is looked up as it is shown. Of what they were
    // sent they hear that once, so only of the rest by the copy.
    const { personId } = viewer;
    return query.where((where) =>
      where.or([
        where.and([where('copy', '=', 0), where('kind', 'in', ofAllLines)]),
        where.and([where('owner_id', '=', personId), where('kind', 'not in', ofAllLines)]),
      ]),
    );
  });
}

type EventQuery = ReturnType<typeof inOrder>;

async function readVisible(
  database: Database,
  after: string | null,
  limit: number,
  visible: (query: EventQuery) => EventQuery,
): Promise<{ events: HubEvent[]; reset: boolean }> {
  const position = parsePosition(after);
  if (position === 'unknown') return { events: [], reset: true };
  if (position !== null && (await isGone(database, position))) return { events: [], reset: true };
  let query = visible(inOrder(database, 'asc')).limit(limit);
  if (position !== null) query = query.where(isAfter(database, position));
  const rows = await query.execute();
  const events = rows.map((row) => ({
    id: `${row.xid}-${row.seq}`,
    kind: row.kind,
    data: JSON.parse(row.data) as Record<string, unknown>,
    createdAt: row.created_at,
  }));
  return { events, reset: false };
}

/** More events than could be committed between two syncs of the disk. */
const gapAfterStart = 100_000;

/**
 * SQLite shows a commit a moment before it is on the disk. If the power fails in that moment, a reader knows a position
 * that is gone: no later event may get it, so that this reader is told to read anew.
 */
export const leaveGap = command('leaveGap', async (trx): Promise<void> => {
  await sql`update sqlite_sequence set seq = seq + ${gapAfterStart} where name = 'events'`.execute(trx);
});

/** Position of the newest event: where a reader without a past begins. */
export async function newestPosition(database: Database): Promise<string> {
  const row = await inOrder(database, 'desc').limit(1).executeTakeFirst();
  return row === undefined ? '0-0' : `${row.xid}-${row.seq}`;
}

/** SQLite numbers events in commit order; PostgreSQL's order is by transaction, shown only below the oldest running one. */
function inOrder(database: Database, direction: 'asc' | 'desc') {
  const query = database.read.selectFrom('events').selectAll();
  if (database.dialect === 'sqlite') return query.orderBy('seq', direction);
  return query
    .where(sql<boolean>`xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`)
    .orderBy('xid', direction)
    .orderBy('seq', direction);
}

function isAfter(database: Database, position: { xid: number; seq: number }) {
  return database.dialect === 'sqlite'
    ? sql<boolean>`seq > ${position.seq}`
    : sql<boolean>`(xid, seq) > (${position.xid}, ${position.seq})`;
}

function parsePosition(after: string | null): { xid: number; seq: number } | null | 'unknown' {
  if (after === null) return null;
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(after);
  return match === null ? 'unknown' : { xid: Number(match[1]), seq: Number(match[2]) };
}

/** True when events after the position may have been swept, or the position lies ahead of all there are (another store). */
async function isGone(database: Database, position: { xid: number; seq: number }): Promise<boolean> {
  if (position.seq === 0) return false;
  const here = await database.read
    .selectFrom('events')
    .select('seq')
    .where('xid', '=', position.xid)
    .where('seq', '=', position.seq)
    .executeTakeFirst();
  return here === undefined;
}
