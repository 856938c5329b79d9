import { proofTimesKeptMs } from '../domain/proof.ts';
import { auditKeptMs } from './audit.ts';
import { callsKeptMs } from './calls.ts';
import { sightingWindowMs } from './commit-message.ts';
import { command, type Trx } from './database.ts';
import { eventsKeptMs } from './events.ts';
import { appendDeliveryEvent, isOpen } from './outbox.ts';
import { forgottenAfterMs } from './sign-in-delays.ts';
import { fruitlessKeptMs } from './waits.ts';

/** Rows that one sweep touches at most, so that it never holds up the writer for long. */
const pageSize = 500;
/**
 * A try and the commit of its outcome take less: a delivery that is on its way for longer is nobody's any more. Two
 * sources of a line that answer nothing take 120 s (a modem) and 90 s (a stick).
 */
const sendingPatienceMs = 600_000;

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
    const due = await dueTexts(trx, args.now);
    const kept = await keepUnreached(trx, due, args);
    const purged = await purgeTexts(trx, due, kept, args.now);
    const sent = await purgeSentTexts(trx, args.now);
    const expired = await expireDeliveries(trx, args.now);
    const keys = await eraseContentKeys(trx, args.now);
    const events = await deleteEvents(trx, args.now - eventsKeptMs);
    await deleteAccessRows(trx, args.now);
    await deleteWaits(trx, args.now);
    await trx
      .deleteFrom('calls')
      .where('ends_at', '<', args.now - callsKeptMs)
      .execute();
    await trx.deleteFrom('daily_counts').where('day', '<', args.day).execute();
    return { purged: purged + sent, expired, more: [due.length, sent, expired, keys, events].includes(pageSize) };
  },
);

interface DueText {
  id: string;
  has_code: number;
  received_at: number;
}

function dueTexts(trx: Trx, now: number): Promise<DueText[]> {
  return trx
    .selectFrom('messages')
    .select(['id', 'has_code', 'received_at'])
    .where('purge_at', '<=', now)
    .where('purged_at', 'is', null)
    .orderBy('purge_at')
    .limit(pageSize)
    .execute();
}

/** A code text that reached nobody stays a day: a wrong guess of the extractor destroys nothing. Resolves to those that stay. */
async function keepUnreached(
  trx: Trx,
  due: DueText[],
  args: { now: number; unreachedKeptMs: number },
): Promise<Set<string>> {
  const young = due.filter((row) => row.has_code === 1 && row.received_at > args.now - args.unreachedKeptMs);
  if (young.length === 0) return new Set();
  const ids = young.map((row) => row.id);
  const arrived = await trx
    .selectFrom('deliveries')
    .select('message_id')
    .where('message_id', 'in', ids)
    .where('state', 'in', ['sent', 'delivered'])
    .execute();
  const reached = new Set(arrived.map((row) => row.message_id));
  const kept = young.filter((row) => !reached.has(row.id));
  for (const row of kept) {
    await trx
      .updateTable('messages')
      .set({ purge_at: row.received_at + args.unreachedKeptMs })
      .where('id', '=', row.id)
      .execute();
  }
  return new Set(kept.map((row) => row.id));
}

async function purgeTexts(trx: Trx, due: DueText[], kept: Set<string>, now: number): Promise<number> {
  const ids = due.filter((row) => !kept.has(row.id)).map((row) => row.id);
  if (ids.length === 0) return 0;
  await trx
    .updateTable('messages')
    .set({ text: null, code: null, content_key: null, purged_at: now })
    .where('id', 'in', ids)
    .execute();
  return ids.length;
}

/** The words of texts that our lines sent, and where their askers are told. */
async function purgeSentTexts(trx: Trx, now: number): Promise<number> {
  const purged = await trx
    .updateTable('texts')
    .set({ text: null, callback: null, idempotency_key: null, purged_at: now })
    .where('id', 'in', (texts) =>
      texts
        .selectFrom('texts')
        .select('id')
        .where('purge_at', '<=', now)
        .where('purged_at', 'is', null)
        .orderBy('purge_at')
        .limit(pageSize),
    )
    .executeTakeFirst();
  return Number(purged.numUpdatedRows);
}

/** What signing in leaves behind, once its time is over; entries of the log go with the oldest messages. */
async function deleteAccessRows(trx: Trx, now: number): Promise<void> {
  for (const table of ['sessions', 'trusted_browsers', 'setup_links', 'used_challenges'] as const)
    await trx.deleteFrom(table).where('ends_at', '<=', now).execute();
  await trx
    .deleteFrom('sign_in_delays')
    .where('last_at', '<', now - forgottenAfterMs)
    .execute();
  await trx
    .deleteFrom('proof_times')
    .where('last_at', '<', now - proofTimesKeptMs)
    .execute();
  await trx
    .deleteFrom('audit')
    .where('at', '<', now - auditKeptMs)
    .execute();
  await trx
    .deleteFrom('code_views')
    .where('seen_at', '<', now - auditKeptMs)
    .execute();
}

/** A wait that brought a code says how long that took, and nothing of the code. */
async function deleteWaits(trx: Trx, now: number): Promise<void> {
  await trx
    .deleteFrom('waits')
    .where((where) =>
      where.or([
        where('ends_at', '<', now - auditKeptMs),
        where.and([where('state', '!=', 'came'), where('ends_at', '<', now - fruitlessKeptMs)]),
      ]),
    )
    .execute();
  await trx
    .deleteFrom('attacks')
    .where('ends_at', '<', now - auditKeptMs)
    .execute();
}

/** What no node is trying any more (its destination is gone, off or cannot be opened) still ends visibly. */
async function expireDeliveries(trx: Trx, now: number): Promise<number> {
  const due = await trx
    .selectFrom('deliveries')
    .select(['id', 'message_id', 'destination_id', 'owner_id', 'state'])
    .where(isOpen)
    .where((where) =>
      where.or([
        where.and([where('state', '=', 'pending'), where('deliver_until', '<=', now)]),
        where.and([where('state', '=', 'sending'), where('deliver_until', '<=', now - sendingPatienceMs)]),
      ]),
    )
    .limit(pageSize)
    .execute();
  for (const row of due) {
    const ended =
      row.state === 'pending'
        ? { state: 'expired', reason: 'its lifetime ended before it arrived' }
        : { state: 'unknown', reason: 'it was on its way when its destination went; whether it left is not known' };
    await trx
      .updateTable('deliveries')
      .set({ ...ended, settled_at: now, next_attempt_at: null })
      .where('id', '=', row.id)
      .execute();
    await appendDeliveryEvent(trx, { ...row, state: ended.state, now });
  }
  return due.length;
}

/** The claim is looked at once more as it goes: another node may just have renewed it. */
async function eraseContentKeys(trx: Trx, now: number): Promise<number> {
  const over = now - 2 * sightingWindowMs;
  const old = await trx
    .deleteFrom('content_claims')
    .where('content_key', 'in', (claims) =>
      claims.selectFrom('content_claims').select('content_key').where('claimed_at', '<', over).limit(pageSize),
    )
    .where('claimed_at', '<', over)
    .returning('content_key')
    .execute();
  if (old.length === 0) return 0;
  const keys = old.map((row) => row.content_key);
  await trx.updateTable('messages').set({ content_key: null }).where('content_key', 'in', keys).execute();
  return old.length;
}

async function deleteEvents(trx: Trx, before: number): Promise<number> {
  const deleted = await trx
    .deleteFrom('events')
    .where('seq', 'in', (events) =>
      events.selectFrom('events').select('seq').where('created_at', '<', before).orderBy('created_at').limit(pageSize),
    )
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
