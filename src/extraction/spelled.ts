import type { Candidate } from './candidates.ts';
import { startingAt } from './hits.ts';
import { skipLink } from './letters.ts';
import { place } from './place.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';

/** More of them than any text has are not looked behind. */
const mostWords = 32;
/** The longest of the forms below. */
const longestForm = 24;

/** Groups of digits that elsewhere are a phone number, an amount or two numbers: `12345 67890`, `831 905 4`, `123.456`. */
const digits =
  /^(?:\d{3,4}_\d{3,4}|\d{5}[ -]\d{5}|\d{3} \d{3} \d{1,2}|\d{3} \d{2} \d{1,2}|\d{2} \d{3}|\d{3} \d{2}|\d{2} \d{4}|\d{4} \d{2}|\d{2} \d{2}|\d{3}\.\d{3}|\d{2} \d{3} \d{2,3}|\d{1} \d{3} \d{3})(?![\d_]|[.,:/-]\d)/;
/** `AB 12 CD`, `ABC-123`, `A1_B2_C3`. */
const capitals =
  /^(?:[A-Z\d]{2}(?:[ _-][A-Z\d]{2}){1,4}|[A-Z\d]{3}(?:[_-][A-Z\d]{3}){1,2}|(?=\D{0,2}\d)[A-Z\d]{3} (?=\D{0,2}\d)[A-Z\d]{3}|[A-Z]{2,4}-\d{3})(?![\w-])/;
const short = /^[A-Z\d]{3}(?![\w-])/;
/** Capitals of a script that is not Latin, with digits: `АБ12ВГ`. */
const otherScript = /^(?=\P{Lu}{0,7}\p{Lu})(?=\p{Lu}{1,7}\d|\d+\p{Lu})[\p{Lu}\d]{4,8}(?![\p{L}\d])/u;

/** `2947 1`, before a link and a code word. */
const opening = /^(?:\d{4} \d|\d{3} \d{2}|\d{2} \d{3,4}|\d{4} \d{2})(?= )/;

/** Values that are written so unusually that only a code word right before them makes them codes. */
export function findSpelled(reading: Reading): Candidate[] {
  const found = readOpening(reading);
  let looked = 0;
  for (const hit of reading.hits) {
    if (hit.role !== role.code && hit.role !== role.weakCode) continue;
    looked += 1;
    if (looked > mostWords) break;
    const candidate = readSpelled(reading, hit.end, hit.role === role.code);
    if (candidate !== null) found.push(candidate);
  }
  return found;
}

/** `2947 1 is the code for …`: at the beginning of a text, what a link ties to a code word. */
function readOpening({ folded, hits }: Reading): Candidate[] {
  if (folded.places[0] !== place.digit) return [];
  const written = opening.exec(folded.text.slice(0, longestForm))?.[0];
  if (written === undefined) return [];
  const link = hits.find((hit) => hit.role === role.link && hit.start > written.length);
  if (link === undefined || link.start > written.length + 6) return [];
  const isTied = hits.some(
    (hit) =>
      (hit.role === role.code || hit.role === role.weakCode) && hit.start > link.start && hit.start - link.end <= 12,
  );
  return isTied ? [{ start: 0, end: written.length, value: written.replace(' ', ''), form: 'odd' }] : [];
}

function readSpelled(reading: Reading, from: number, isStrong: boolean): Candidate | null {
  const { start, isNamed, isLinked } = skipLink(reading, from);
  const { original, origins, text, places } = reading.folded;
  const folded = text.slice(start, start + longestForm);
  if (isNamed || isLinked) {
    const number = digits.exec(folded)?.[0];
    if (number !== undefined && isEndOfClause(reading, start + number.length)) {
      const value = number.replace(/[ ._-]/g, '');
      return { start, end: start + number.length, value, form: 'odd' };
    }
  }
  const written = original.slice(origins[start], (origins[start] ?? 0) + longestForm);
  // What was folded unit by unit stands at the same places.
  if (written.slice(0, 8).toLowerCase() !== folded.slice(0, 8)) return null;
  const other = places[start] === place.latin ? null : otherScript.exec(written);
  const match =
    other ?? (isNamed || isLinked ? (capitals.exec(written) ?? (isStrong ? short.exec(written) : null)) : null);
  const run = match?.[0] ?? '';
  // `2FA`
  if (run.length === 3 && startingAt(reading.hits, start, role.code) !== null) return null;
  if (!/\d/.test(run) || !/\p{Lu}/u.test(run)) return null;
  if (!isStrong && !isEndOfClause(reading, start + run.length)) return null;
  return { start, end: start + run.length, value: run.replace(/[ _-]/g, ''), form: 'mixed' };
}

/** Not `831 905 4 minutes`, `123.456 VND`. */
function isEndOfClause({ folded, hits }: Reading, end: number): boolean {
  if (/^["')\]*]*(?:[.,;!?)]|\s*(?:[(\n-]|$))/.test(folded.text.slice(end, end + 6))) return true;
  const next = folded.places[end] === place.space ? end + 1 : end;
  return startingAt(hits, next, role.link) !== null || startingAt(hits, next, role.purpose) !== null;
}
