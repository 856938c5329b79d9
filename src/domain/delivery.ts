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
