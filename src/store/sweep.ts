import { sightingWindowMs } from './commit-message.ts';
import { command, type Trx } from './database.ts';
import { eventsKeptMs } from './events.ts';

/** Rows that one sweep touches at most, so that it never holds up the writer for long. */
const pageSize = 500;

export interface Swept {
  purged: number;
  expired: number;
  /** True when there may be more. */
  more: boolean;
}

/** One page of cleaning: texts past their time, content keys past their window, old events, days and claims. */
export const sweep = command(
  'sweep',
  async (trx, args: { now: number; unreachedKeptMs: number; day: string }): Promise<Swept> => {
    await keepUnreached(trx, args);
    const purged = await purgeTexts(trx, args.now);
    const expired = await expireDeliveries(trx, args.now);
    await eraseContentKeys(trx, args.now);
    await trx
      .deleteFrom('events')
      .where('created_at', '<', args.now - eventsKeptMs)
      .execute();
    await trx.deleteFrom('daily_counts').where('day', '<', args.day).execute();
    return { purged, expired, more: purged === pageSize || expired === pageSize };
  },
);

/** A code text that reached nobody stays a day: a wrong guess of the extractor destroys nothing. */
async function keepUnreached(trx: Trx, args: { now: number; unreachedKeptMs: number }): Promise<void> {
  const due = await trx
    .selectFrom('messages')
    .select(['id', 'received_at'])
    .where('purge_at', '<=', args.now)
    .where('purged_at', 'is', null)
    .where('has_code', '=', 1)
    .where('received_at', '>', args.now - args.unreachedKeptMs)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('deliveries')
            .select('deliveries.id')
            .whereRef('deliveries.message_id', '=', 'messages.id')
            .where('deliveries.state', 'in', ['sent', 'delivered']),
        ),
      ),
    )
    .limit(pageSize)
    .execute();
  for (const row of due) {
    await trx
      .updateTable('messages')
      .set({ purge_at: row.received_at + args.unreachedKeptMs })
      .where('id', '=', row.id)
      .execute();
  }
}

async function purgeTexts(trx: Trx, now: number): Promise<number> {
  const due = trx
    .selectFrom('messages')
    .select('id')
    .where('purge_at', '<=', now)
    .where('purged_at', 'is', null)
    .orderBy('purge_at')
    .limit(pageSize);
  const ids = (await due.execute()).map((row) => row.id);
  if (ids.length === 0) return 0;
  await trx
    .updateTable('messages')
    .set({ text: null, code: null, content_key: null, purged_at: now })
    .where('id', 'in', ids)
    .execute();
  return ids.length;
}

/** What no node is trying any more (its destination is gone or off) still ends visibly. */
async function expireDeliveries(trx: Trx, now: number): Promise<number> {
  const due = await trx
    .selectFrom('deliveries')
    .select('id')
    .where('state', 'in', ['pending', 'sending'])
    .where('state', '=', 'pending')
    .where('deliver_until', '<=', now)
    .limit(pageSize)
    .execute();
  if (due.length === 0) return 0;
  await trx
    .updateTable('deliveries')
    .set({ state: 'expired', reason: 'its lifetime ended before it arrived', settled_at: now, next_attempt_at: null })
    .where(
      'id',
      'in',
      due.map((row) => row.id),
    )
    .execute();
  return due.length;
}

async function eraseContentKeys(trx: Trx, now: number): Promise<void> {
  const over = now - 2 * sightingWindowMs;
  const old = await trx
    .selectFrom('content_claims')
    .select('content_key')
    .where('claimed_at', '<', over)
    .limit(pageSize)
    .execute();
  if (old.length === 0) return;
  const keys = old.map((row) => row.content_key);
  await trx.updateTable('messages').set({ content_key: null }).where('content_key', 'in', keys).execute();
  await trx.deleteFrom('content_claims').where('content_key', 'in', keys).execute();
}
