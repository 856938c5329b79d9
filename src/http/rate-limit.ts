import type { Clock } from '../support/clock.ts';

export interface Rate {
  perSecond: number;
  /** What may come at once. */
  burst: number;
}

/** Lets so many through per second, and a burst of them at once. */
export interface Bucket {
  /** false: empty; see `waitSeconds`. */
  take(): boolean;
  /** What was taken turned out not to count. */
  giveBack(): void;
  /** Whole seconds until one may be taken, at least 1. */
  waitSeconds(): number;
}

/** A token bucket that refills continuously by the clock. */
export function createBucket(clock: Clock, { perSecond, burst }: Rate): Bucket {
  let level = burst;
  let filledAt = clock.now();
  const refill = () => {
    const now = clock.now();
    // A clock that was set back must not empty the bucket.
    level = Math.min(burst, level + (Math.max(0, now - filledAt) * perSecond) / 1000);
    filledAt = now;
  };
  return {
    take() {
      refill();
      if (level < 1) return false;
      level -= 1;
      return true;
    },
    giveBack() {
      level = Math.min(burst, level + 1);
    },
    waitSeconds: () => Math.max(1, Math.ceil((1 - level) / perSecond)),
  };
}
