const seconds = 1000;
const minutes = 60 * seconds;

/** When tries are made, counted from the first one: a code is worth nothing later, so the first minute has most of them. */
const firstTries = [0, 1, 3, 8, 20, 45, 90, 180].map((offset) => offset * seconds);
const everyThen = 3 * minutes;
const afterAnHour = 60 * minutes;
const everyAfterAnHour = 15 * minutes;

/** A pause is lengthened by up to this share, so that many that failed together do not come back together. */
const jitter = 0.1;

export interface FailedTry {
  /** Tries made so far, at least 1. */
  attempts: number;
  firstAttemptAt: number;
  now: number;
  /** What the other side asked for (`Retry-After`), in milliseconds. */
  retryAfterMs: number | undefined;
  deliverUntil: number;
  /** 0 … 1, handed in. */
  random: number;
}

/** When to try again, in milliseconds since the epoch; null: not before the lifetime ends. */
export function nextAttemptAt(failed: FailedTry): number | null {
  const planned = Math.max(plannedAt(failed), failed.now);
  const pause = (planned - failed.now) * (1 + jitter * failed.random);
  const next = failed.now + Math.round(Math.max(pause, failed.retryAfterMs ?? 0));
  return next < failed.deliverUntil ? next : null;
}

function plannedAt({ attempts, now, ...failed }: FailedTry): number {
  // A clock that was set back must not make the next try wait as long.
  const firstAttemptAt = Math.min(failed.firstAttemptAt, now);
  const offset = firstTries[attempts];
  if (offset !== undefined) {
    // A try that itself took long must not use up the pauses of the next ones.
    const previous = firstTries[attempts - 1] ?? 0;
    return Math.max(firstAttemptAt + offset, now + Math.min(offset - previous, 1 * seconds));
  }
  return now + (now - firstAttemptAt >= afterAnHour ? everyAfterAnHour : everyThen);
}
