import { type Selectable, sql } from 'kysely';
import type { CallAsk, CallState } from '../domain/call.ts';
import type { Viewer } from '../domain/viewer.ts';
import { type Actor, appendAudit } from './audit.ts';
import { command, type Database, type Trx } from './database.ts';
import { appendEvent } from './events.ts';
import type { Tables } from './tables.ts';

/** A live call that asks, or asked, for a key. */
export interface AskingCall {
  id: string;
  sourceId: string;
  /** The provider's own id. */
  call: string;
  lineId: string;
  messageId: string;
  keys: string[];
  state: CallState;
  askedAt: number;
  endsAt: number;
}

type Row = Selectable<Tables['calls']>;

/** Rows are kept a day behind their end. */
export const callsKeptMs = 86_400_000;

/** A call asks for the first time, or for something else than before: then it waits for another click. */
export const noteAsk = command(
  'noteAsk',
  async (
    trx,
    ask: CallAsk & { id: string; sourceId: string; lineId: string; ownerId: string; now: number },
  ): Promise<void> => {
    const asked = { message_id: ask.messageId, keys: JSON.stringify(ask.keys), state: 'asking', asked_at: ask.now };
    const row = await trx
      .insertInto('calls')
      .values({
        ...{ id: ask.id, source_id: ask.sourceId, call: ask.call, line_id: ask.lineId, owner_id: ask.ownerId },
        ...{ ...asked, ends_at: ask.endsAt, settled_at: null },
      })
      .onConflict((conflict) =>
        conflict
          .columns(['source_id', 'call'])
          .doUpdateSet({ ...asked, settled_at: null })
          .where(sql<boolean>`calls.state in ('asking', 'pressed')`),
      )
      .returningAll()
      .executeTakeFirst();
    if (row !== undefined) await tell(trx, row, ask.now);
  },
);

/**
 * The owner has decided. Only one click wins: undefined where nothing waits any more, or for somebody else's call, or where
 * it asked for something else since (null: whatever it asks). Noted in the audit trail.
 */
export const settleCall = command(
  'settleCall',
  async (
    trx,
    args: {
      id: string;
      askedAt: number | null;
      viewer: Viewer;
      state: 'pressed' | 'refused';
      actor: Actor;
      now: number;
    },
  ): Promise<AskingCall | undefined> => {
    let query = trx
      .updateTable('calls')
      .set({ state: args.state, settled_at: args.now })
      .where('id', '=', args.id)
      .where(sql<boolean>`state = 'asking'`)
      .where('ends_at', '>', args.now);
    if (args.askedAt !== null) query = query.where('asked_at', '=', args.askedAt);
    if (args.viewer.kind === 'person') query = query.where('owner_id', '=', args.viewer.personId);
    const row = await query.returningAll().executeTakeFirst();
    if (row === undefined) return undefined;
    await appendAudit(trx, { actor: args.actor, action: `call.${args.state}`, subject: row.id, now: args.now });
    await tell(trx, row, args.now);
    return toCall(row);
  },
);

/** What was decided did not happen: it waits again, or is over. */
export const takeBackCall = command(
  'takeBackCall',
  async (trx, args: { id: string; state: 'asking' | 'ended'; now: number }): Promise<void> => {
    const row = await trx
      .updateTable('calls')
      .set({ state: args.state })
      .where('id', '=', args.id)
      .returningAll()
      .executeTakeFirst();
    if (row !== undefined) await tell(trx, row, args.now);
  },
);

/** The call is over; what was decided stands. Resolves to whether it had asked for something. */
export const endCall = command(
  'endCall',
  async (trx, args: { sourceId: string; call: string; now: number }): Promise<boolean> => {
    const row = await trx
      .updateTable('calls')
      .set({
        state: sql<string>`case when state = 'asking' then 'ended' else state end`,
        ends_at: sql<number>`case when ends_at > ${args.now} then ${args.now} else ends_at end`,
      })
      .where('source_id', '=', args.sourceId)
      .where('call', '=', args.call)
      .returningAll()
      .executeTakeFirst();
    if (row !== undefined) await tell(trx, row, args.now);
    return row !== undefined;
  },
);

/** Calls that are live and that this viewer may answer, the newest first. */
export async function liveCalls(database: Database, viewer: Viewer, now: number): Promise<AskingCall[]> {
  let query = database.read
    .selectFrom('calls')
    .selectAll()
    .where('ends_at', '>', now)
    .where(sql<boolean>`state in ('asking', 'pressed')`)
    .orderBy('asked_at', 'desc')
    .limit(20);
  if (viewer.kind === 'person') query = query.where('owner_id', '=', viewer.personId);
  return (await query.execute()).map(toCall);
}

async function tell(trx: Trx, row: Row, now: number): Promise<void> {
  const data = JSON.stringify({ callId: row.id, messageId: row.message_id, line: row.line_id, state: row.state });
  await appendEvent(trx, { kind: 'call', ownerId: row.owner_id, data, createdAt: now });
}

function toCall(row: Row): AskingCall {
  return {
    id: row.id,
    sourceId: row.source_id,
    call: row.call,
    lineId: row.line_id,
    messageId: row.message_id,
    keys: JSON.parse(row.keys) as string[],
    state: row.state as CallState,
    askedAt: row.asked_at,
    endsAt: row.ends_at,
  };
}
