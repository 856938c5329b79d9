import type { Candidate } from './candidates.ts';
import { endingAt, firstFrom, startingAt } from './hits.ts';
import { place } from './place.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';

const currencySigns = '$€£¥₹₽₩₪₫₴₺₦฿₱₸₼₾₭៛₡₲₵₮¢৳￥￦￡';

/** Whether the signs and words next to a candidate make it an amount, a percentage, a card's tail, a year or a short dial. */
export function isNoise(reading: Reading, candidate: Candidate): boolean {
  const { units, places } = reading.folded;
  const { start, end } = candidate;
  const before = units[start - 1] ?? 32;
  const after = units[end] ?? 32;
  if (before === 42 || before === 35) {
    // *123456* is bold; *4417 and #1234* are none.
    if (before === 42 && (units[start - 2] === 42 ? units[end + 1] !== 42 : after !== 42 && end - start <= 5))
      return true;
    if ((before === 42) !== (after === 42) && (after === 35 || after === 42)) return true;
  }
  if (before === 46 && units[start - 2] === 46 && isAccountTail(reading, start)) return true;
  if (after === 37 || (after === 32 && units[end + 1] === 37)) return true;
  if (isPathSign(before) && (places[start - 2] ?? 0) >= place.digit && (places[start - 2] ?? 0) <= place.latin)
    return before !== 95 || !isTied(reading, start - 1);
  if (
    isPathSign(after) &&
    after !== 46 &&
    (places[end + 1] ?? 0) >= place.digit &&
    places[end + 1] === place.latin &&
    before !== 58
  )
    return true;
  if (before === 45 && (places[start - 2] ?? 0) >= place.digit && candidate.form === 'digits')
    return !isTied(reading, start - 1);
  if (before === 45 && units[start - 2] === 32 && end - start <= longestTail && isOfCard(reading, start - 2))
    return true;
  if (after === 42 && before !== 42 && (units[end + 1] === 42 || places[end + 1] === place.digit)) return true;
  return hasCurrency(reading, candidate) || isYearOfDate(reading, candidate) || isBoundLine(reading, start);
}

/** The last digits of a card or an account. */
const longestTail = 5;

/** `card -6612`: a longer word for another number, and no code word with it. */
function isOfCard({ hits }: Reading, end: number): boolean {
  const word = endingAt(hits, end, role.otherNumber);
  if (word === null || word.end - word.start < 4) return false;
  return [role.code, role.weakCode].every((one) => endingAt(hits, end, one) === null);
}

/** `ngu-481920`, `kode-481920`: a link or a code word before the hyphen. */
function isTied({ hits }: Reading, hyphen: number): boolean {
  return [role.link, role.code, role.weakCode].some((one) => endingAt(hits, hyphen, one) !== null);
}

/** `DE..4471`, `bc1q...9xk2`: dots stand for the rest of an account's number. */
function isAccountTail({ folded }: Reading, start: number): boolean {
  let dots = start;
  while (folded.units[dots - 1] === 46) dots -= 1;
  if (folded.places[dots - 1] === place.digit) return true;
  const head = folded.original.slice(folded.origins[Math.max(0, dots - 5)], folded.origins[dots]);
  return /(?:^|[^\p{L}])[A-Z]{2}$|\d[a-z]$/u.test(head);
}

function isPathSign(unit: number): boolean {
  return unit === 47 || unit === 95 || unit === 64 || unit === 38 || unit === 46;
}

function hasCurrency({ folded, hits }: Reading, { start, end }: Candidate): boolean {
  const { units, original, origins } = folded;
  let before = start;
  while (before > 0 && start - before < 2 && (units[before - 1] === 32 || units[before - 1] === 46)) before -= 1;
  if (currencySigns.includes(original.charAt(origins[before - 1] ?? 0)) && before > 0) return true;
  if (endingAt(hits, before, role.currency) !== null || endingAt(hits, start, role.currency) !== null) return true;
  const after = units[end] === 32 ? end + 1 : end;
  if (after < units.length && currencySigns.includes(original.charAt(origins[after] ?? 0))) return true;
  return startingAt(hits, after, role.currency) !== null;
}

/** `14 Nov 2025`, `Nov 14, 2025`. */
function isYearOfDate({ folded, hits }: Reading, { start, end }: Candidate): boolean {
  if (end - start !== 4 || !/^(?:19|20|25|13|14)\d\d$/.test(folded.text.slice(start, end))) return false;
  for (let at = firstFrom(hits, start) - 1; at >= 0 && (hits[at]?.start ?? 0) > start - 24; at -= 1) {
    const hit = hits[at];
    if (hit?.role !== role.month || hit.end > start) continue;
    if (/^[\s\d.,、a-z-]{0,8}$/.test(folded.text.slice(hit.end, start))) return true;
  }
  return false;
}

/** `@host #`, with a host as long as the DNS allows (RFC 1035 §2.3.4), and some room. */
const longestBoundHead = 272;

/** A last line like `@host #code` that is not written as an origin-bound one must be: its code is bound to nobody. */
function isBoundLine({ folded }: Reading, index: number): boolean {
  const { units, text } = folded;
  let lineStart = index;
  while (lineStart > 0 && units[lineStart - 1] !== 10) {
    if (index - lineStart === longestBoundHead) return false;
    lineStart -= 1;
  }
  if (units[lineStart] === 64) return true;
  return units[lineStart] === 35 && text.slice(lineStart, lineStart + 80).includes(' @');
}
