import type { Selectable } from 'kysely';
import type { Attempt, Delivery, DeliveryState } from '../domain/delivery.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export interface DeliveryFilter {
  messageId?: string | undefined;
  destinationId?: string | undefined;
  state?: DeliveryState | undefined;
  /** Deliveries older than this id (exclusive). */
  before?: string | undefined;
  /** 1 … 500. */
  limit: number;
}

/** Newest first. A person sees the deliveries to their own destinations. */
export async function listDeliveries(database: Database, viewer: Viewer, filter: DeliveryFilter): Promise<Delivery[]> {
  let query = database.read.selectFrom('deliveries').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (viewer.kind === 'person') query = query.where('owner_id', '=', viewer.personId);
  if (filter.messageId !== undefined) query = query.where('message_id', '=', filter.messageId);
  if (filter.destinationId !== undefined) query = query.where('destination_id', '=', filter.destinationId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  return (await query.execute()).map(toDelivery);
}

/** undefined: there is none, or not for this viewer. */
export async function getDelivery(
  database: Database,
  viewer: Viewer,
  id: string,
): Promise<(Delivery & { tries: Attempt[] }) | undefined> {
  let query = database.read.selectFrom('deliveries').selectAll().where('id', '=', id);
  if (viewer.kind === 'person') query = query.where('owner_id', '=', viewer.personId);
  const row = await query.executeTakeFirst();
  if (row === undefined) return undefined;
  return { ...toDelivery(row), tries: await attemptsOf(database, viewer, [id]) };
}

/** The tries of deliveries that the viewer may see, in order. */
export async function attemptsOf(database: Database, viewer: Viewer, deliveryIds: string[]): Promise<Attempt[]> {
  if (deliveryIds.length === 0) return [];
  let query = database.read
    .selectFrom('attempts')
    .innerJoin('deliveries', 'deliveries.id', 'attempts.delivery_id')
    .selectAll('attempts')
    .where('attempts.delivery_id', 'in', deliveryIds)
    .orderBy('attempts.delivery_id')
    .orderBy('attempts.number');
  if (viewer.kind === 'person') query = query.where('deliveries.owner_id', '=', viewer.personId);
  return (await query.execute()).map((row) => ({
    deliveryId: row.delivery_id,
    number: row.number,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    outcome: row.outcome as Attempt['outcome'],
    detail: row.detail,
  }));
}

export function toDelivery(row: Selectable<Tables['deliveries']>): Delivery {
  return {
    id: row.id,
    messageId: row.message_id,
    messageRevision: row.message_revision,
    destinationId: row.destination_id,
    ownerId: row.owner_id,
    route: row.route,
    state: row.state as DeliveryState,
    reason: row.reason,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
    deliverUntil: row.deliver_until,
    settledAt: row.settled_at,
    receipt: row.receipt,
    show: row.show as Delivery['show'],
  };
}
