import type { PresentableMessage } from '../destinations/present.ts';

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
  lineId: string;
  message: PresentableMessage;
}

/** Codes before other texts; within each the order of arrival, which UUIDv7 keeps. */
export function goesBefore(a: DeliveryItem, b: DeliveryItem): boolean {
  return a.priority !== b.priority ? a.priority < b.priority : a.id < b.id;
}
