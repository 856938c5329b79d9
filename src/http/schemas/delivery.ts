import { z } from 'zod';
import { type Attempt, type Delivery, openness } from '../../domain/delivery.ts';
import { isoTime, isoTimeOrNull, toIso, toIsoOrNull } from './common.ts';

export const deliveryState = z.enum([
  'pending',
  'sending',
  'sent',
  'delivered',
  'failed',
  'expired',
  'canceled',
  'unknown',
]);

export const attemptSchema = z
  .strictObject({
    number: z.number().describe('Counts from 1'),
    startedAt: isoTime,
    durationMs: z.number(),
    outcome: z.enum(['sent', 'temporary', 'permanent', 'unknown']),
    detail: z.string().nullable().describe('What the other side answered, in one line'),
  })
  .meta({ id: 'Attempt' });

const deliveryFields = {
  id: z.string(),
  messageId: z.string(),
  messageRevision: z.number(),
  destination: z.string().describe('Id of the destination'),
  owner: z.string().describe('Id of the person whose destination that is'),
  route: z.string().nullable().describe('Name of the route that named the destination; null: fallback'),
  state: deliveryState,
  reason: z.string().nullable().describe('Why it is in this state, where that needs saying'),
  attemptCount: z.number(),
  createdAt: isoTime,
  nextAttemptAt: isoTimeOrNull,
  deliverUntil: isoTime,
  settledAt: isoTimeOrNull,
  receipt: z.string().nullable().describe("The other side's id"),
  show: z
    .enum(openness)
    .nullable()
    .describe('It shows no more than this, since somebody else was waiting for the code; null: as its destination'),
};

export const deliverySchema = z.strictObject(deliveryFields).meta({ id: 'Delivery' });

export const triedDeliverySchema = z
  .strictObject({ ...deliveryFields, attempts: z.array(attemptSchema) })
  .meta({ id: 'DeliveryWithAttempts' });

type DeliveryJson = z.output<typeof deliverySchema>;

export function toDeliveryJson(delivery: Delivery): DeliveryJson {
  return {
    id: delivery.id,
    messageId: delivery.messageId,
    messageRevision: delivery.messageRevision,
    destination: delivery.destinationId,
    owner: delivery.ownerId,
    route: delivery.route,
    state: delivery.state,
    reason: delivery.reason,
    attemptCount: delivery.attempts,
    createdAt: toIso(delivery.createdAt),
    nextAttemptAt: toIsoOrNull(delivery.nextAttemptAt),
    deliverUntil: toIso(delivery.deliverUntil),
    settledAt: toIsoOrNull(delivery.settledAt),
    receipt: delivery.receipt,
    show: delivery.show,
  };
}

/** With those of `attempts` that belong to it. */
export function toTriedDeliveryJson(
  delivery: Delivery,
  attempts: readonly Attempt[],
): z.output<typeof triedDeliverySchema> {
  const own = attempts.filter((attempt) => attempt.deliveryId === delivery.id);
  return { ...toDeliveryJson(delivery), attempts: own.map(toAttemptJson) };
}

function toAttemptJson({ number, startedAt, durationMs, outcome, detail }: Attempt): z.output<typeof attemptSchema> {
  return { number, startedAt: toIso(startedAt), durationMs, outcome, detail };
}
