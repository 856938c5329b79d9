import type { AttemptOutcome } from '../store/outbox.ts';
import type { AttemptResult } from './attempt.ts';
import { nextAttemptAt } from './backoff.ts';
import type { DeliveryItem } from './item.ts';

/** An outcome before it is said whose it is. */
export type OutcomeOfTry = Omit<AttemptOutcome, 'nodeId'>;

/** A delivery that ends in this state. */
export function settledAs(item: DeliveryItem, state: AttemptOutcome['state'], now: number): OutcomeOfTry {
  return {
    deliveryId: item.id,
    messageId: item.messageId,
    destinationId: item.destinationId,
    ownerId: item.ownerId,
    state,
    reason: null,
    attempts: item.attempts,
    nextAttemptAt: null,
    settledAt: now,
    receipt: null,
    attempt: null,
    now,
  };
}

/** What one try means for its delivery: settled, or pending until the next try. `random`: 0 … 1. */
export function judge(
  item: DeliveryItem,
  tried: { startedAt: number; now: number; result: AttemptResult; random: number },
): OutcomeOfTry {
  const { startedAt, now, result } = tried;
  const settled: OutcomeOfTry = { ...settledAs(item, 'sent', now), attempt: record(item, startedAt, now, result) };
  if (result.outcome === 'sent') {
    const state = result.receipt.delivered === true ? 'delivered' : 'sent';
    return { ...settled, state, receipt: result.receipt.receipt ?? null };
  }
  if (result.outcome === 'permanent') return { ...settled, state: 'failed', reason: result.detail };
  if (result.outcome === 'unknown') return { ...settled, state: 'unknown', reason: result.detail };
  const next = nextAttemptAt({
    attempts: item.attempts,
    firstAttemptAt: item.firstAttemptAt ?? startedAt,
    now,
    retryAfterMs: result.retryAfterMs,
    deliverUntil: item.deliverUntil,
    random: tried.random,
  });
  if (next !== null) {
    return { ...settled, state: 'pending', reason: result.detail, nextAttemptAt: next, settledAt: null };
  }
  return { ...settled, state: 'expired', reason: `${result.detail}; its lifetime ends before the next try` };
}

function record(item: DeliveryItem, startedAt: number, now: number, result: AttemptResult): AttemptOutcome['attempt'] {
  return {
    deliveryId: item.id,
    number: item.attempts,
    startedAt,
    durationMs: now - startedAt,
    outcome: result.outcome,
    detail: result.outcome === 'sent' ? null : result.detail,
  };
}

/** The hub stops: the delivery stays pending, and the try does not count. */
export function interrupted(item: DeliveryItem, now: number): OutcomeOfTry {
  return {
    ...settledAs(item, 'pending', now),
    attempts: item.attempts - 1,
    nextAttemptAt: now,
    settledAt: null,
  };
}

/** It was being sent when its node died. */
export function lostOnTheWay(item: DeliveryItem, startedAt: number, now: number): OutcomeOfTry {
  const reason = 'the hub stopped while this was on its way; whether it left is not known';
  const number = item.attempts + 1;
  const attempt = {
    deliveryId: item.id,
    number,
    startedAt,
    durationMs: 0,
    outcome: 'unknown' as const,
    detail: reason,
  };
  return { ...settledAs(item, 'unknown', now), attempts: number, reason, attempt };
}
