import { sql } from 'kysely';
import type { Attempt, DeliveryState } from '../domain/delivery.ts';
import { command, type Database, type Trx } from './database.ts';
import { appendEvent } from './events.ts';
import { hotQuery } from './hot-query.ts';
import type { Tables } from './tables.ts';

/**
 * Open deliveries: few among millions, with an index of their own. Written as literals, since SQLite does not see that a
 * partial index serves where the values are bound.
 */
export const isOpen = sql<boolean>`state in ('pending', 'sending')`;

/** Why a delivery of an older revision ends. */
export const overtaken = 'a later part completed the text';

export interface AttemptOutcome {
  deliveryId: string;
  /** The node that tried. */
  nodeId: string;
  messageId: string;
  destinationId: string;
  ownerId: string;
  state: DeliveryState;
  reason: string | null;
  attempts: number;
  nextAttemptAt: number | null;
  settledAt: number | null;
  receipt: string | null;
  /** null where nothing was tried (expired, canceled). */
  attempt: Attempt | null;
  now: number;
}

/** Before a request leaves that must not be repeated: after a crash its outcome is unknown, not lost. */
export const markSending = command('markSending', (trx, delivery: { id: string; nodeId: string; now: number }) =>
  setSending(trx, delivery),
);

/** The announced request did not leave after all. false: the delivery is another node's by now. */
export const releaseSending = command(
  'releaseSending',
  async (trx, delivery: { id: string; nodeId: string; now: number }): Promise<boolean> => {
    const released = await trx
      .updateTable('deliveries')
      .set({ state: 'pending', next_attempt_at: delivery.now })
      .where('id', '=', delivery.id)
      .where('node_id', '=', delivery.nodeId)
      .where('state', '=', 'sending')
      .executeTakeFirst();
    return released.numUpdatedRows > 0n;
  },
);

/**
 * What became of one try, its record and, once it is settled, the event. What arrived has arrived, whoever holds the
 * delivery now; anything else counts only from the node that holds it. false: the outcome does not stand, because the
 * delivery was settled otherwise, taken over by another node, or overtaken by a later part of the text.
 */
export const recordOutcome = command('recordOutcome', async (trx, outcome: AttemptOutcome): Promise<boolean> => {
  const arrived = outcome.state === 'sent' || outcome.state === 'delivered';
  const updated = await (arrived ? updateArrived(trx, outcome) : updateOutcome(trx, outcome));
  if (outcome.attempt !== null) await insertAttempt(trx, outcome.attempt);
  if (updated.length === 0) return false;
  if (outcome.settledAt === null)
    return (await cancelOvertaken(trx, { id: outcome.deliveryId, now: outcome.now })).length === 0;
  await appendDeliveryEvent(trx, {
    id: outcome.deliveryId,
    message_id: outcome.messageId,
    destination_id: outcome.destinationId,
    owner_id: outcome.ownerId,
    state: outcome.state,
    now: outcome.now,
  });
  return true;
});

/** Tells live views what became of a delivery. */
export function appendDeliveryEvent(
  trx: Trx,
  delivery: Pick<Tables['deliveries'], 'id' | 'message_id' | 'destination_id' | 'owner_id' | 'state'> & { now: number },
): Promise<void> {
  const data = {
    deliveryId: delivery.id,
    messageId: delivery.message_id,
    destination: delivery.destination_id,
    state: delivery.state,
  };
  return appendEvent(trx, {
    kind: 'delivery',
    ownerId: delivery.owner_id,
    data: JSON.stringify(data),
    createdAt: delivery.now,
  });
}

/**
 * What the other side said when it was asked about an unknown outcome: it left after all, or it surely did not. false:
 * the delivery is not unknown any more, or a later part of the text goes out in its stead.
 */
export const resolveUnknown = command(
  'resolveUnknown',
  async (
    trx,
    args: { id: string; nodeId: string; found: { receipt: string | null } | null; now: number },
  ): Promise<boolean> => {
    const changes =
      args.found === null
        ? {
            state: 'pending',
            reason: 'the other side never got it',
            settled_at: null,
            next_attempt_at: args.now,
            node_id: args.nodeId,
          }
        : { state: 'sent', reason: 'the other side confirmed it when asked', receipt: args.found.receipt };
    const updated = await trx
      .updateTable('deliveries')
      .set(changes)
      .where('id', '=', args.id)
      .where('state', '=', 'unknown')
      .returning(['id', 'message_id', 'destination_id', 'owner_id', 'state'])
      .executeTakeFirst();
    if (updated === undefined) return false;
    if (args.found === null) return (await cancelOvertaken(trx, args)).length === 0;
    await appendDeliveryEvent(trx, { ...updated, now: args.now });
    return true;
  },
);

export interface OpenDelivery {
  delivery: Tables['deliveries'];
  message: Tables['messages'];
  sources: string[];
}

/** A page of this node's open deliveries of one destination that are due by `dueBy`, codes first, then by arrival. */
export async function openDeliveries(
  database: Database,
  wanted: { nodeId: string; destinationId: string; dueBy: number; limit: number },
): Promise<OpenDelivery[]> {
  const deliveries = await database.read
    .selectFrom('deliveries')
    .selectAll()
    .where('destination_id', '=', wanted.destinationId)
    .where(isOpen)
    .where('node_id', '=', wanted.nodeId)
    .where((where) => where.or([where('next_attempt_at', 'is', null), where('next_attempt_at', '<=', wanted.dueBy)]))
    .orderBy('priority')
    .orderBy('id')
    .limit(wanted.limit)
    .execute();
  if (deliveries.length === 0) return [];
  const ids = [...new Set(deliveries.map((delivery) => delivery.message_id))];
  const messages = await database.read.selectFrom('messages').selectAll().where('id', 'in', ids).execute();
  const sightings = await database.read.selectFrom('sightings').selectAll().where('message_id', 'in', ids).execute();
  const byId = new Map(messages.map((message) => [message.id, message]));
  return deliveries.flatMap((delivery) => {
    const message = byId.get(delivery.message_id);
    if (message === undefined) return [];
    const sources = sightings.filter((one) => one.message_id === message.id).map((one) => one.source_id);
    return [{ delivery, message, sources: [...new Set(sources)] }];
  });
}

/** When the next delivery of a destination falls due after `after`; null: there is none. */
export async function nextDue(
  database: Database,
  wanted: { nodeId: string; destinationId: string; after: number },
): Promise<number | null> {
  const row = await database.read
    .selectFrom('deliveries')
    .select((select) => select.fn.min('next_attempt_at').as('due'))
    .where('destination_id', '=', wanted.destinationId)
    .where(isOpen)
    .where('node_id', '=', wanted.nodeId)
    .where('next_attempt_at', '>', wanted.after)
    .executeTakeFirst();
  return row?.due ?? null;
}

/** The user's "send again": an ended delivery gets a new term, and its text is kept as long. false: it is not ended, or not there. */
export const reopenDelivery = command(
  'reopenDelivery',
  async (trx, args: { id: string; nodeId: string; now: number; deliverUntil: number }): Promise<boolean> => {
    const updated = await trx
      .updateTable('deliveries')
      .set({
        state: 'pending',
        reason: null,
        settled_at: null,
        next_attempt_at: args.now,
        deliver_until: args.deliverUntil,
        node_id: args.nodeId,
        // It goes out as the text is now.
        message_revision: sql<number>`(select revision from messages where messages.id = deliveries.message_id)`,
      })
      .where('id', '=', args.id)
      .where('state', 'not in', ['pending', 'sending'])
      .returning('message_id')
      .executeTakeFirst();
    if (updated === undefined) return false;
    await trx
      .updateTable('messages')
      .set({ purge_at: args.deliverUntil })
      .where('id', '=', updated.message_id)
      .where('purge_at', '<', args.deliverUntil)
      .execute();
    return true;
  },
);

/** Only the node that holds it. `sending` already: the mark was committed, and its answer lost on the way here. */
const setSending = hotQuery((db, delivery: { id: string; nodeId: string; now: number }) =>
  db
    .updateTable('deliveries')
    .set({ state: 'sending', first_attempt_at: delivery.now })
    .where('id', '=', delivery.id)
    .where('node_id', '=', delivery.nodeId)
    .where('state', 'in', ['pending', 'sending'])
    .returning('id'),
);

const updateArrived = hotQuery((db, outcome: AttemptOutcome) =>
  db
    .updateTable('deliveries')
    .set({
      state: outcome.state,
      reason: outcome.reason,
      attempts: outcome.attempts,
      next_attempt_at: null,
      settled_at: outcome.settledAt,
      receipt: outcome.receipt,
    })
    .where('id', '=', outcome.deliveryId)
    .where('state', 'not in', ['sent', 'delivered'])
    .returning('id'),
);

/** An old revision that failed while it was on its way is not tried again: the newer one has deliveries of its own. */
const cancelOvertaken = hotQuery((db, delivery: { id: string; now: number }) =>
  db
    .updateTable('deliveries')
    .set({ state: 'canceled', reason: overtaken, settled_at: delivery.now, next_attempt_at: null })
    .where('id', '=', delivery.id)
    .where('message_revision', '<', (where) =>
      where.selectFrom('messages').select('revision').whereRef('messages.id', '=', 'deliveries.message_id'),
    )
    .returning('id'),
);

const updateOutcome = hotQuery((db, outcome: AttemptOutcome) =>
  db
    .updateTable('deliveries')
    .set({
      state: outcome.state,
      reason: outcome.reason,
      attempts: outcome.attempts,
      next_attempt_at: outcome.nextAttemptAt,
      settled_at: outcome.settledAt,
      receipt: outcome.receipt,
    })
    .where('id', '=', outcome.deliveryId)
    .where('node_id', '=', outcome.nodeId)
    .where('state', 'in', ['pending', 'sending'])
    .returning('id'),
);

const insertAttempt = hotQuery((db, attempt: Attempt) =>
  db
    .insertInto('attempts')
    .values({
      delivery_id: attempt.deliveryId,
      number: attempt.number,
      started_at: attempt.startedAt,
      duration_ms: attempt.durationMs,
      outcome: attempt.outcome,
      detail: attempt.detail,
    })
    .onConflict((conflict) => conflict.columns(['delivery_id', 'number']).doNothing()),
);
