import type { Clock, Timer } from '../support/clock.ts';

/** Ends a send: after a while, or when the hub stops. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  cancel(): void;
}

/** Signals cost more than it takes to print a code: this one is made when a channel asks for it, and runs from then on. */
export function createTimeLimit(clock: Clock, until: number, stops: AbortSignal): TimeLimit {
  let timer: Timer | undefined;
  let signal: AbortSignal | undefined;
  const start = () => {
    const limit = new AbortController();
    const end = () => limit.abort(new Error('the code has expired'));
    timer = clock.after(Math.max(0, until - clock.now()), end);
    return AbortSignal.any([limit.signal, stops]);
  };
  return {
    get signal() {
      signal ??= start();
      return signal;
    },
    cancel: () => timer?.cancel(),
  };
}
