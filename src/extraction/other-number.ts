import type { Candidate } from './candidates.ts';
import { linked } from './connection.ts';
import { place } from './fold.ts';
import { endingAt, firstFrom, type Hit, startingAt } from './hits.ts';
import type { Reading } from './reading.ts';
import { kindOrder, role } from './roles.ts';
import type { Scoring } from './score.ts';

const pickUp = kindOrder.indexOf('pick-up-code');

/** So many units before a number, a code word may own it. */
const longestClause = 64;

/** A number behind `order`, `card ending in`, `call` and the like. */
export function otherNumber(candidate: Candidate, { reading, words, anyStrong, candidates }: Scoring): number {
  const word = otherNumberBefore(candidate, reading);
  if (word === null || (words.length > 0 && namesService(word, reading))) return 0;
  // `verification code for the phone number: 481920`
  const { units } = reading.folded;
  const isNamed = units[candidate.start - 1] === 58 || units[candidate.start - 2] === 58;
  if (anyStrong && isNamed && candidates.length === 1) return -2;
  if (words.length === 0 && word.end - word.start <= 2 && !word.isInternational) return 0;
  // Words like `to` and `in` say less than `order`.
  return word.end - word.start <= 3 && !word.isInternational && anyStrong ? -3 : -6;
}

/** A word that also names a service counts as that: `WhatsApp code: 481920`. */
function namesService({ start }: Hit, { folded, hits }: Reading): boolean {
  const first = folded.original.charAt(folded.origins[start] ?? 0);
  // `for booking 4417` does not mean the company.
  return first === first.toUpperCase() && startingAt(hits, start, role.service) !== null;
}

function otherNumberBefore(candidate: Candidate, reading: Reading): Hit | null {
  const { folded, hits } = reading;
  const { start } = candidate;
  let index = start;
  while (index > 0 && start - index < 4 && isJoin(folded.units[index - 1] ?? 0)) index -= 1;
  const link = endingAt(hits, index, role.link);
  for (let end = index; end <= start; end += 1) {
    const word = endingAt(hits, end, role.otherNumber);
    // A longer link has its own sense: `est le 481920`.
    if (word === null || (link !== null && word.start >= link.start)) continue;
    // The same word may tell what to do: `con 481920`.
    if ((endingAt(hits, end, role.instruction)?.start ?? end) > word.start)
      return end < start && isCodeOf(candidate, word, reading) ? null : word;
  }
  // `order is 4417`, `account no: 4417`
  if (link === null) return null;
  const before = folded.places[link.start - 1] === place.space ? link.start - 1 : link.start;
  const named = endingAt(hits, before, role.otherNumber);
  return named !== null && isOwnedByCodeWord(reading, named) ? null : named;
}

/** Words for a number as such: `order no`. */
const namesNumber =
  /n[o.]?\b|n[º°]|nr|num|nom[oe]r|numer|numm|номер|№|#|\bref|\bid\b|tel|phone|mobil|fax|iban|track|call|\bcount\b|tutar|suma|amount|号|號|番|번|số|رقم|شمار|नंबर|नम्बर|নম্বর/;

/** `Pickup code for your parcel: 4821`: the word before the colon says what the code is for. */
function isCodeOf({ start, value, form }: Candidate, word: Hit, reading: Reading): boolean {
  const { folded, hits } = reading;
  if ((form !== 'digits' && form !== 'split') || value.length < 4 || value.length > 8) return false;
  const between = folded.text.slice(word.start, start);
  if (!between.includes(':') || namesNumber.test(between)) return false;
  const isPickUp = hits.some((hit) => hit.role === role.kind && hit.value === pickUp);
  return isOwnedByCodeWord(reading, word, isPickUp);
}

/** `PIN for the package is 8402`: in a clause with a code word, what `is` names is the code. */
function isOwnedByCodeWord({ folded, hits }: Reading, { start, end }: Hit, isPickUp = false): boolean {
  for (let at = firstFrom(hits, end) - 1; at >= 0 && (hits[at]?.start ?? 0) > end - longestClause; at -= 1) {
    const hit = hits[at];
    if (hit === undefined || (hit.role !== role.code && hit.role !== role.weakCode) || hit.end > end) continue;
    // `cod de client` is one word.
    if (hit.role === role.weakCode && start - hit.end <= 4 && !isPickUp) return false;
    return !/[,;:!?\n]|\.\s/.test(folded.text.slice(hit.end, end).replace(/\d[.,]\d/g, ''));
  }
  return false;
}

function isJoin(unit: number): boolean {
  return unit === 32 || unit === 58 || unit === 35 || unit === 40 || unit === 46 || unit === 42;
}

/** A unit behind a number makes it a number of something: `4800 seconds`, `2500 points`. */
export function otherUnit({ end }: Candidate, { folded, hits }: Reading, connection: number): number {
  const after = folded.units[end] === 32 ? end + 1 : end;
  // 10' are minutes; a quote behind a code is none.
  if ((folded.places[after] ?? 0) < place.latin) return 0;
  const unit = startingAt(hits, after, role.otherUnit) ?? startingAt(hits, after, role.unit);
  if (unit === null) return 0;
  return connection > linked ? -1 : -6;
}
