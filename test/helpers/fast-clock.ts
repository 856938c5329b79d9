import { type Clock, systemClock } from '../../src/support/clock.ts';

/** A clock that runs `factor` times as fast as the real one, for tests of minutes in seconds. */
export function createFastClock(factor: number): Clock {
  const began = systemClock.now();
  return {
    now: () => began + Math.round((systemClock.now() - began) * factor),
    after: (ms, run) => systemClock.after(ms / factor, run),
  };
}
