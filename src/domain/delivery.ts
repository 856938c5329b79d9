export type DeliveryState =
  | 'pending'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'failed'
  | 'expired'
  | 'canceled'
  | 'unknown';

/** One message to one destination. Times in milliseconds since the epoch. */
export interface Delivery {
  id: string;
  messageId: string;
  messageRevision: number;
  destinationId: string;
  ownerId: string;
  /** Name of the route that named the destination; null: the line's or owner's fallback. */
  route: string | null;
  state: DeliveryState;
  /** One line why it is in this state, without text, code or secret; null where nothing needs saying. */
  reason: string | null;
  attempts: number;
  createdAt: number;
  nextAttemptAt: number | null;
  deliverUntil: number;
  settledAt: number | null;
  /** The other side's id (Twilio sid …). */
  receipt: string | null;
  /** Shows no more than this: somebody else had waited for the code; null: as its destination shows. */
  show: Show | null;
}

/** One try of a delivery. */
export interface Attempt {
  deliveryId: string;
  number: number;
  startedAt: number;
  durationMs: number;
  outcome: 'sent' | 'temporary' | 'permanent' | 'unknown';
  /** One line, without text, code or secret. */
  detail: string | null;
}

/** How much of a message a destination shows. */
export type Show = 'full' | 'code' | 'notice';

/** The most open first. */
export const openness = ['full', 'code', 'notice'] as const satisfies readonly Show[];

/** What a destination shows of a delivery that may show no more than `limit` (null: no limit). */
export function narrower(show: Show, limit: Show | null): Show {
  return limit === null || openness.indexOf(limit) < openness.indexOf(show) ? show : limit;
}
