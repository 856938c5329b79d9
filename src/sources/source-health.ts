import type { Clock } from '../support/clock.ts';
import type { Health, HealthState } from './source.ts';

/** Remembers how a source is, and since when. */
export interface SourceHealth {
  current(): Health;
  /** `detail` is one line for people: what is wrong and what to do; no text, code or secret. */
  set(state: HealthState, detail: string): void;
}

export function trackHealth(clock: Clock, detail: string): SourceHealth {
  let current: Health = { state: 'starting', detail, since: clock.now() };
  return {
    current: () => current,
    set(state, detail) {
      current = { state, detail, since: state === current.state ? current.since : clock.now() };
    },
  };
}
