import { signal } from '@preact/signals';

/** How far the hub's clock is ahead of this device's, ms: a tablet on a wall may be minutes off. */
let aheadMs = 0;
/** What a header of whole seconds and the way of the answer leave open. */
const toleranceMs = 2_000;

/** Learns from the header `Date` of an answer (RFC 9110 §6.6.1). */
export function learnHubTime(date: string | null): void {
  const ahead = date === null ? Number.NaN : Date.parse(date) - Date.now();
  if (!Number.isFinite(ahead)) return;
  aheadMs = Math.abs(ahead) < toleranceMs ? 0 : ahead;
}

/** The hub's time, ms since the epoch. */
export function hubNow(): number {
  return Date.now() + aheadMs;
}

/** Counts on each second while anything is shown that runs down. */
export const ticks = signal(0);
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Lets `ticks` run; answers how to stop. */
export function watchTime(): () => void {
  watchers++;
  timer ??= setInterval(() => {
    ticks.value++;
  }, 1_000);
  return () => {
    watchers--;
    if (watchers > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
