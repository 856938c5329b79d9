import { PermanentDeliveryError } from '../domain/delivery-errors.ts';
import type { Health, HealthState } from '../sources/source.ts';
import type { Clock } from '../support/clock.ts';

/** Remembers how a destination is, and since when. */
export interface HealthKeeper {
  health(): Health;
  set(state: HealthState, detail: string): void;
  /** Runs a send and takes its outcome for the health. */
  watch<Result>(send: () => Promise<Result>): Promise<Result>;
}

/** `ready` is what is said before the first delivery and after each that succeeds. */
export function keepHealth(clock: Clock, ready: string): HealthKeeper {
  let current: Health = { state: 'ok', detail: ready, since: clock.now() };
  const set = (state: HealthState, detail: string) => {
    current = { state, detail, since: state === current.state ? current.since : clock.now() };
  };
  return {
    health: () => current,
    set,
    async watch(send) {
      try {
        const result = await send();
        set('ok', ready);
        return result;
      } catch (error) {
        set(error instanceof PermanentDeliveryError && !error.gone ? 'degraded' : 'failing', detailOf(error));
        throw error;
      }
    },
  };
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The last delivery failed';
}
