import { sql } from 'kysely';
import type { Attempt, DeliveryState } from '../domain/delivery.ts';
import { command, type Database, type Trx } from './database.ts';
import { appendEvent } from './events.ts';
import { hotQuery } from './hot-query.ts';
import type { Tables } from './tables.ts';

/** A node whose heartbeat is this old has lost its deliveries to the others. */
export const heartbeatLostMs = 15_000;

export interface AttemptOutcome {
  deliveryId: string;
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
export const markSending = command('markSending', (trx, delivery: { id: string; now: number }) =>
  setSending(trx, delivery),
);

/** What became of one try, its record and, once it is settled, the event. */
export const recordOutcome = command('recordOutcome', async (trx, outcome: AttemptOutcome) => {
  const updated = await updateOutcome(trx, outcome);
  if (outcome.attempt !== null) await insertAttempt(trx, outcome.attempt);
  if (updated.length > 0 && outcome.settledAt !== null) await appendDeliveryEvent(trx, outcome);
});

function appendDeliveryEvent(trx: Trx, outcome: AttemptOutcome): Promise<void> {
  const data = {
    deliveryId: outcome.deliveryId,
    messageId: outcome.messageId,
    destination: outcome.destinationId,
    state: outcome.state,
  };
  return appendEvent(trx, {
    kind: 'delivery',
    ownerId: outcome.ownerId,
    data: JSON.stringify(data),
    createdAt: outcome.now,
  });
}

/** What the other side said when it was asked about an unknown outcome: it left after all, or it surely did not. */
export const resolveUnknown = command(
  'resolveUnknown',
  async (trx, args: { id: string; found: { receipt: string | null } | null; now: number }): Promise<boolean> => {
    const changes =
      args.found === null
        ? { state: 'pending', reason: 'the other side never got it', settled_at: null, next_attempt_at: args.now }
        : { state: 'sent', reason: 'the other side confirmed it when asked', receipt: args.found.receipt };
    const updated = await trx
      .updateTable('deliveries')
      .set(changes)
      .where('id', '=', args.id)
      .where('state', '=', 'unknown')
      .executeTakeFirst();
    return updated.numUpdatedRows > 0n;
  },
);

/** All that a gone node left becomes this node's: on SQLite everything at once, since one hub serves a file. */
export const adoptDeliveries = command('adoptDeliveries', async (trx, { nodeId }: { nodeId: string }) => {
  const adopted = await trx
    .updateTable('deliveries')
    .set({ node_id: nodeId })
    .where('state', 'in', ['pending', 'sending'])
    .where('node_id', '!=', nodeId)
    .executeTakeFirst();
  return Number(adopted.numUpdatedRows);
});

/** On PostgreSQL: rows of nodes whose heartbeat is lost. `SKIP LOCKED`, so that nodes that claim at once share them. */
export const claimLost = command('claimLost', async (trx, { nodeId, limit }: { nodeId: string; limit: number }) => {
  const claimed = await sql<{ destination_id: string }>`
    update deliveries set node_id = ${nodeId}
    where id in (
      select deliveries.id from deliveries
      left join nodes on nodes.id = deliveries.node_id
      where deliveries.state in ('pending', 'sending') and deliveries.node_id <> ${nodeId}
        and (nodes.heartbeat_at is null
          or nodes.heartbeat_at < extract(epoch from clock_timestamp()) * 1000 - ${heartbeatLostMs}::bigint)
      order by deliveries.priority, deliveries.id limit ${limit} for update of deliveries skip locked)
    returning destination_id`.execute(trx);
  return [...new Set(claimed.rows.map((row) => row.destination_id))];
});

/** A sign of life by the database's clock: nodes' clocks may differ. */
export const beat = command('beat', async (trx, { nodeId, now }: { nodeId: string; now: number | null }) => {
  const time = now ?? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
  await trx
    .insertInto('nodes')
    .values({ id: nodeId, started_at: time, heartbeat_at: time })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ heartbeat_at: time }))
    .execute();
});

export const leave = command('leave', async (trx, { nodeId }: { nodeId: string }) => {
  await trx.deleteFrom('nodes').where('id', '=', nodeId).execute();
});

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
    .where('state', 'in', ['pending', 'sending'])
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
    .where('state', 'in', ['pending', 'sending'])
    .where('node_id', '=', wanted.nodeId)
    .where('next_attempt_at', '>', wanted.after)
    .executeTakeFirst();
  return row?.due ?? null;
}

/** The user's "send again": an ended delivery gets a new term. false: it is not ended, or not there. */
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
      })
      .where('id', '=', args.id)
      .where('state', 'not in', ['pending', 'sending'])
      .executeTakeFirst();
    return updated.numUpdatedRows > 0n;
  },
);

/** Everything open of a destination ends with one reason (removed, gone, turned off). */
export const settleDestination = command(
  'settleDestination',
  async (trx, args: { destinationId: string; state: DeliveryState; reason: string; now: number }) => {
    await trx
      .updateTable('deliveries')
      .set({ state: args.state, reason: args.reason, settled_at: args.now, next_attempt_at: null })
      .where('destination_id', '=', args.destinationId)
      .where('state', '=', 'pending')
      .execute();
  },
);

/** Takes one from a day's allowance; false when it is used up. */
export const takeFromDaily = command(
  'takeFromDaily',
  async (trx, args: { name: string; day: string; cap: number }): Promise<boolean> =>
    args.cap > 0 && (await countUp(trx, args)).length > 0,
);

const countUp = hotQuery((db, args: { name: string; day: string; cap: number }) =>
  db
    .insertInto('daily_counts')
    .values({ name: args.name, day: args.day, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['name', 'day'])
        .doUpdateSet((set) => ({ count: set('daily_counts.count', '+', 1) }))
        .where('daily_counts.count', '<', args.cap),
    )
    .returning('count'),
);

const setSending = hotQuery((db, delivery: { id: string; now: number }) =>
  db
    .updateTable('deliveries')
    .set({ state: 'sending', first_attempt_at: delivery.now })
    .where('id', '=', delivery.id)
    .where('state', '=', 'pending')
    .returning('id'),
);

/** A delivery that somebody settled in the meantime (canceled) keeps that state; a success is told all the same. */
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
