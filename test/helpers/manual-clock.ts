import type { Clock } from '../../src/support/clock.ts';

export interface ManualClock extends Clock {
  /** Moves the time and fires what is due, in order. */
  advance(ms: number): void;
  /** Is something to happen in exactly so long? */
  isPlanned(ms: number): boolean;
}

/** A clock that stands still until it is moved. */
export function createManualClock(start: number): ManualClock {
  let now = start;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return {
        cancel() {
          timers = timers.filter((other) => other !== timer);
        },
      };
    },
    isPlanned: (ms) => timers.some(({ at }) => at === now + ms),
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers = timers.filter((timer) => timer !== due);
        now = due.at;
        due.run();
      }
      now = until;
    },
  };
}
