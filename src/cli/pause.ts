import { sleep, systemClock } from '../support/clock.ts';

/** How often a command looks whether what it waits for has come. */
const lookEveryMs = 250;

/** Waits until it is time to look again, or the signal comes. The clock's timers do not keep a command alive; this does. */
export async function pause(signal?: AbortSignal): Promise<void> {
  const alive = setInterval(() => undefined, 1_000);
  await sleep(systemClock, lookEveryMs, signal)
    .catch(() => undefined)
    .finally(() => clearInterval(alive));
}
