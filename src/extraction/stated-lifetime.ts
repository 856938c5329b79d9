import type { Span } from './addresses.ts';
import { firstFrom } from './hits.ts';
import { endsSentence, type Reading } from './reading.ts';
import { role } from './roles.ts';
import { findEnd } from './time-of-day.ts';
import { findTimeSpans } from './time-spans.ts';

/** A longer span in a text is no lifetime of a code. */
const longestSeconds = 31 * 86_400;
/** How far the words of a lifetime stand before its number, and behind its unit, in folded units. */
const reachBefore = 48;
const reachBehind = 32;

/**
 * The lifetime that a text states, in seconds: `valid for 10 minutes`, `10分钟内有效`; where it names a time of day instead
 * (`until 14:30`), what remains of it at `receivedAt`, in milliseconds. Null: none.
 */
export function findStatedLifetime(reading: Reading, code: Span | null = null, receivedAt?: number): number | null {
  if (!reading.hits.some(({ role: one }) => one === role.lifetime || one === role.unit)) return null;
  const spans = findTimeSpans(reading);
  for (const says of [isSaidBefore, isSaidBehind, isBracketed]) {
    for (const span of spans) {
      if (span.seconds > 0 && span.seconds <= longestSeconds && says(reading, span, code)) return span.seconds;
    }
  }
  const remaining = receivedAt === undefined ? null : findEnd(reading, receivedAt);
  return remaining !== null && remaining <= longestSeconds ? remaining : null;
}

/** A word of a lifetime before the span, or at its beginning (`через час`). */
function isSaidBefore({ folded, hits }: Reading, { start, end }: Span): boolean {
  for (let at = firstFrom(hits, start + 1) - 1; at >= 0 && (hits[at]?.start ?? 0) > start - reachBefore - 24; at -= 1) {
    const hit = hits[at];
    if (hit?.role !== role.lifetime || hit.end > end || start - hit.end > reachBefore) continue;
    if (!hasBreak(folded, hit.end, start)) return true;
  }
  return false;
}

function isSaidBehind({ folded, hits }: Reading, { end }: Span): boolean {
  for (let at = firstFrom(hits, end); at < hits.length && (hits[at]?.start ?? 0) - end <= reachBehind; at += 1) {
    const hit = hits[at];
    if (hit?.role === role.lifetime && !hasBreak(folded, end, hit.start)) return true;
  }
  return false;
}

/** `481920 (10 min)`: right behind the code. */
function isBracketed({ folded: { text } }: Reading, { start, end }: Span, code: Span | null): boolean {
  if (code === null || start <= code.end || start - code.end > 6) return false;
  return /^["'\]*. ]{0,4}\($/.test(text.slice(code.end, start)) && /^[. ]{0,2}\)/.test(text.slice(end, end + 3));
}

function hasBreak(folded: Reading['folded'], from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (endsSentence(folded, index)) return true;
  return false;
}
