import type { Destination, DestinationReceipt, Outgoing } from '../destinations/destination.ts';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import type { Clock, Timer } from '../support/clock.ts';
import { redactUrls } from '../support/redact.ts';

/** One attempt may take this long where the destination says nothing else. */
const usualLimitMs = 10_000;
/** An adapter that ignores its signal is left behind after this. */
const graceMs = 500;

export type AttemptResult =
  | { outcome: 'sent'; receipt: DestinationReceipt }
  | { outcome: 'temporary'; detail: string; retryAfterMs: number | undefined }
  | { outcome: 'permanent'; detail: string; gone: boolean }
  | { outcome: 'unknown'; detail: string };

export interface AttemptOptions {
  clock: Clock;
  repeatable: boolean;
  /** Ends it. */
  stop: AbortSignal;
  /** Default is the destination's own, else 10 s. */
  limitMs?: number;
  /** Where the destination waits for its turn. */
  wait?: {
    /** How long it may wait, ms. */
    limitMs: number;
    /** Ends the waiting, and nothing that is on its way. */
    stop: AbortSignal;
    /** Right before the request leaves. Rejects when it is not to leave any more. */
    leaving(): Promise<void>;
  };
}

/** Sends once, within the time limit, and names the outcome. Never rejects. */
export async function attempt(
  destination: Destination,
  outgoing: Outgoing,
  options: AttemptOptions,
): Promise<AttemptResult> {
  const { clock, repeatable, stop, wait, limitMs = destination.limitMs?.() ?? usualLimitMs } = options;
  const limit = new AbortController();
  const late = () => limit.abort(new Error('timed out'));
  const abort = () => limit.abort(stop.reason);
  const abortWaiting = () => limit.abort(wait?.stop.reason);
  if (stop.aborted) abort();
  if (wait?.stop.aborted) abortWaiting();
  stop.addEventListener('abort', abort, { once: true });
  wait?.stop.addEventListener('abort', abortWaiting, { once: true });
  let timer = clock.after(wait?.limitMs ?? limitMs, late);
  let grace: Timer | undefined;
  const unanswered = () => noAnswer(repeatable, limitMs);
  const leaving = async () => {
    await wait?.leaving();
    wait?.stop.removeEventListener('abort', abortWaiting);
    timer.cancel();
    timer = clock.after(limitMs, late);
  };
  const leftBehind = new Promise<AttemptResult>((resolve) => {
    limit.signal.addEventListener('abort', () => {
      grace = clock.after(graceMs, () => resolve(unanswered()));
    });
  });
  const named = (error: unknown) =>
    classify(error, repeatable) ?? (limit.signal.aborted ? unanswered() : fault(error, repeatable));
  try {
    const sent = destination
      .send(outgoing, limit.signal, leaving)
      .then((receipt): AttemptResult => ({ outcome: 'sent', receipt }), named);
    return await Promise.race([sent, leftBehind]);
  } catch (error) {
    return named(error);
  } finally {
    stop.removeEventListener('abort', abort);
    wait?.stop.removeEventListener('abort', abortWaiting);
    timer.cancel();
    grace?.cancel();
  }
}

function noAnswer(repeatable: boolean, limitMs: number): AttemptResult {
  const detail = `no answer within ${Math.round(limitMs / 1000)} s`;
  return repeatable ? { outcome: 'temporary', detail, retryAfterMs: undefined } : { outcome: 'unknown', detail };
}

/** What the adapter named; undefined: it named nothing. */
function classify(error: unknown, repeatable: boolean): AttemptResult | undefined {
  if (error instanceof PermanentDeliveryError)
    return { outcome: 'permanent', detail: oneLine(error), gone: error.gone };
  if (error instanceof TemporaryDeliveryError) {
    return { outcome: 'temporary', detail: oneLine(error), retryAfterMs: error.retryAfterMs };
  }
  if (error instanceof UnknownOutcomeError) {
    return repeatable
      ? { outcome: 'temporary', detail: oneLine(error), retryAfterMs: undefined }
      : { outcome: 'unknown', detail: oneLine(error) };
  }
  return undefined;
}

/** An error that no adapter named is a fault of ours: where a repeat could ring twice, its outcome is not known. */
function fault(error: unknown, repeatable: boolean): AttemptResult {
  const detail = `unexpected ${oneLine(error)}`;
  return repeatable ? { outcome: 'temporary', detail, retryAfterMs: undefined } : { outcome: 'unknown', detail };
}

function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return redactUrls(message).replace(/\s+/g, ' ').slice(0, 300);
}
