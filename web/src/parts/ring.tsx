import { hubNow, ticks } from '../api/hub-clock.ts';
import { words } from '../words/words.ts';

const radius = 16;
const around = 2 * Math.PI * radius;
/** From here on it is shown that it is nearly over. */
const lateMs = 20_000;

/** A ring that runs down, and the time that is left. Time must be watched by whoever shows it. */
export function Ring({ from, until }: { from: string; until: string }) {
  ticks.value;
  const end = Date.parse(until);
  const leftMs = Math.max(0, end - hubNow());
  const share = Math.min(1, leftMs / Math.max(1, end - Date.parse(from)));
  const left = formatLeft(leftMs);
  return (
    <span class={`ring ${leftMs < lateMs ? 'late' : ''}`} role="timer" aria-label={words.value.common.timeLeft(left)}>
      <svg viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
        <circle class="ring-track" cx="20" cy="20" r={radius} />
        <circle class="ring-left" cx="20" cy="20" r={radius} stroke-dasharray={`${around * share} ${around}`} />
      </svg>
      <span aria-hidden="true">{left}</span>
    </span>
  );
}

/** As 4:05; from an hour on in hours. */
export function formatLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
