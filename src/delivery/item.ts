import type { PresentableMessage } from '../destinations/present.ts';
import type { Show } from '../domain/delivery.ts';
import type { Keyring } from '../store/keyring.ts';
import { toMessage } from '../store/messages.ts';
import type { OpenDelivery } from '../store/outbox.ts';

/** An open delivery in memory with all that its attempts need. */
export interface DeliveryItem {
  id: string;
  messageId: string;
  messageRevision: number;
  destinationId: string;
  ownerId: string;
  /** Name of the route; null: fallback. */
  route: string | null;
  /** 0 for codes, 1 for other texts. */
  priority: number;
  attempts: number;
  firstAttemptAt: number | null;
  nextAttemptAt: number;
  deliverUntil: number;
  /** Shows no more than this, whatever its destination does; null: as the destination. */
  show: Show | null;
  lineId: string;
  message: PresentableMessage;
}

/** What decides which of two items starts first. */
export type Rank = Pick<DeliveryItem, 'id' | 'priority'>;

/** Codes before other texts; within each the order of arrival, which UUIDv7 keeps. */
export function goesBefore(a: Rank, b: Rank): boolean {
  return a.priority !== b.priority ? a.priority < b.priority : a.id < b.id;
}

/** An open delivery as it was read back from the store. Throws KeypigeonError('key-wrong') when its text does not open. */
export function toItem(keyring: Keyring, { delivery, message, sources }: OpenDelivery): DeliveryItem {
  return {
    id: delivery.id,
    messageId: delivery.message_id,
    messageRevision: delivery.message_revision,
    destinationId: delivery.destination_id,
    ownerId: delivery.owner_id,
    route: delivery.route,
    priority: delivery.priority,
    attempts: delivery.attempts,
    firstAttemptAt: delivery.first_attempt_at,
    nextAttemptAt: delivery.next_attempt_at ?? 0,
    deliverUntil: delivery.deliver_until,
    show: delivery.show as Show | null,
    lineId: message.line_id,
    message: toMessage(keyring, message, sources),
  };
}
