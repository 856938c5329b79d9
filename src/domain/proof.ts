/** Whether the owner of a destination has proven to hold its address; not at all where nothing asks for it. */
export type ProofState = 'needed' | 'proven';

/** An address as somebody proved to hold it: for this person and kind only. */
export interface HeldAddress {
  kind: string;
  owner: string;
  address: string;
  /** As the destination was set then, so that the old address can be told when another one takes its place. */
  settings: Record<string, unknown>;
}

export interface ProvenAddress extends HeldAddress {
  /** Milliseconds since the epoch. */
  provenAt: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long a code sent to an address is good, ms. */
export const proofCodeMs = 10 * minute;
/** Wrong codes before no more are taken. Sending another code does not renew them: a million codes, five guesses a day. */
export const proofTries = 5;
/** Wrong codes of one person for all their destinations, in a day. */
export const proofTriesOfPerson = 20;
/** After so long without its tries a destination has them again, ms. */
export const proofTriesRenewMs = day;

const firstGapMs = 30_000;
const perHour = 5;
const perDay = 20;

/**
 * When the next code may be sent, ms since the epoch: 30 s after one, twice as long after each further one of the same
 * hour, 5 in an hour and 20 in a day.
 *
 * @param times when codes were sent, ascending
 */
export function nextSendAt(times: readonly number[], now: number): number {
  const lastHour = times.filter((at) => at > now - hour);
  const lastDay = times.filter((at) => at > now - day);
  const last = lastHour.at(-1);
  const afterLast = last === undefined ? now : last + firstGapMs * 2 ** (lastHour.length - 1);
  return Math.max(now, afterLast, freeAgain(lastHour, perHour, hour), freeAgain(lastDay, perDay, day));
}

/** How long a time matters for limits, ms. */
export const proofTimesKeptMs = day;

function freeAgain(times: readonly number[], limit: number, withinMs: number): number {
  return (times.at(-limit) ?? -Infinity) + withinMs;
}

/** An address that its owner recognises and nobody else learns: `+1…03`, `a…@example.com`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at > 0) return `${address.slice(0, 1)}…${address.slice(at)}`;
  return address.length < 7 ? '…' : `${address.slice(0, 2)}…${address.slice(-2)}`;
}

/** What the phone or mailbox that is to be proven gets. */
export function proofText(code: string, askedBy: string): string {
  return `${code} is your code to receive codes of Keypigeon here. Asked for by ${tellableName(askedBy)}.`;
}

/** What an address that was proven gets when another one took its place. */
export function movedText(owner: string): string {
  return `Codes of Keypigeon no longer come here: the destination of ${tellableName(owner)} was changed. Not you? Tell who runs it.`;
}

const longestName = 30;

/**
 * A name as it may stand in a text to a stranger: letters and spaces, hyphens and apostrophes, so that nobody sends
 * links, numbers or lines of their own by it.
 */
export function tellableName(name: string): string {
  const words = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}'’-]+/gu, ' ')
    .trim();
  return [...words].slice(0, longestName).join('').trim() || 'somebody';
}
