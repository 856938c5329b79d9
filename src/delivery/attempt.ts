import type { Destination, DestinationReceipt, Outgoing } from '../destinations/destination.ts';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import type { Clock } from '../support/clock.ts';
import { redactUrls } from '../support/redact.ts';

/** One attempt may take this long. */
export const attemptTimeoutMs = 10_000;
/** An adapter that ignores its signal is left behind after this. */
const graceMs = 500;

export type AttemptResult =
  | { outcome: 'sent'; receipt: DestinationReceipt }
  | { outcome: 'temporary'; detail: string; retryAfterMs: number | undefined }
  | { outcome: 'permanent'; detail: string; gone: boolean }
  | { outcome: 'unknown'; detail: string };

/** Sends once, within the time limit, and names the outcome. Never rejects. */
export async function attempt(
  destination: Destination,
  outgoing: Outgoing,
  { clock, repeatable, stop }: { clock: Clock; repeatable: boolean; stop: AbortSignal },
): Promise<AttemptResult> {
  const limit = new AbortController();
  const abort = () => limit.abort(stop.reason);
  stop.addEventListener('abort', abort, { once: true });
  const timers = [clock.after(attemptTimeoutMs, () => limit.abort(new Error('timed out')))];
  const leftBehind = new Promise<AttemptResult>((resolve) => {
    limit.signal.addEventListener('abort', () => {
      timers.push(clock.after(graceMs, () => resolve(noAnswer(repeatable))));
    });
  });
  try {
    const sent = destination.send(outgoing, limit.signal).then(
      (receipt): AttemptResult => ({ outcome: 'sent', receipt }),
      (error: unknown) => classify(error, repeatable, limit.signal),
    );
    return await Promise.race([sent, leftBehind]);
  } catch (error) {
    return classify(error, repeatable, limit.signal);
  } finally {
    stop.removeEventListener('abort', abort);
    for (const timer of timers) timer.cancel();
  }
}

function noAnswer(repeatable: boolean): AttemptResult {
  const detail = `no answer within ${attemptTimeoutMs / 1000} s`;
  return repeatable ? { outcome: 'temporary', detail, retryAfterMs: undefined } : { outcome: 'unknown', detail };
}

function classify(error: unknown, repeatable: boolean, signal: AbortSignal): AttemptResult {
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
  if (signal.aborted) return noAnswer(repeatable);
  // An error that no adapter named is a fault of ours: where a repeat could ring twice, its outcome is not known.
  const detail = `unexpected ${oneLine(error)}`;
  return repeatable ? { outcome: 'temporary', detail, retryAfterMs: undefined } : { outcome: 'unknown', detail };
}

function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return redactUrls(message).replace(/\s+/g, ' ').slice(0, 300);
}
