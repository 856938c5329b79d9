const minute = 60_000;
const hour = 60 * minute;

/** From here on a text is called late: the first three tries (0, 1 and 3 s) are past, and a code may be half used up. */
const notablyLateMs = minute;
/** Clocks of networks and hubs are often wrong by this much: a smaller gap says nothing about a delay on the way. */
const clockErrorMs = 2 * minute;

/**
 * How late words are that go out at `now`, as a note to put behind them: ` (3 min late)`; empty when they are in time.
 * Counted from when the network took the text where it was long on its way. Times are milliseconds since the epoch.
 */
export function lateNote(message: { receivedAt: number; sentAt: number | null }, now: number): string {
  const { receivedAt, sentAt } = message;
  const came = sentAt !== null && receivedAt - sentAt > clockErrorMs ? sentAt : receivedAt;
  const age = now - came;
  if (age < notablyLateMs) return '';
  return age < 2 * hour ? ` (${Math.floor(age / minute)} min late)` : ` (${Math.floor(age / hour)} h late)`;
}

/** Takes rendered words apart into what was said and the note how late it is (empty where there is none). */
export function splitLateNote(rendered: string): { words: string; note: string } {
  const note = / \(\d+ (?:min|h) late\)$/.exec(rendered)?.[0] ?? '';
  return { words: rendered.slice(0, rendered.length - note.length), note };
}
