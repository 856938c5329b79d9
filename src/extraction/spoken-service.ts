import { firstFrom, type Hit } from './hits.ts';
import { place } from './place.ts';
import { endsSentence, isWrapping, type Reading } from './reading.ts';
import { patternForm, role } from './roles.ts';
import type { NameReader } from './service-name.ts';
import { vocabulary } from './vocabulary.ts';

const longestName = 40;
const mostWords = 4;
/** More of them than any text has are not looked at. */
const mostHits = 64;
/** Words that end a name. */
const ending = new Set<number>([
  role.code,
  role.weakCode,
  role.link,
  role.purpose,
  role.warning,
  role.lifetime,
  role.behindService,
]);

/** The service that stands between two phrases: `your {service} code`. */
export function findEnclosed(reading: Reading, accept: NameReader): string | null {
  return findBehindPhrase(reading, (hit, start) =>
    isIn(hit, patternForm.closed) ? readClosed(reading, start, accept) : null,
  );
}

/** The service that one phrase names: `code for {service}`, `{service} code`. */
export function findFollowing(reading: Reading, accept: NameReader): string | null {
  const open = findBehindPhrase(reading, (hit, start) =>
    isIn(hit, patternForm.open) ? readOpen(reading, start, accept) : null,
  );
  if (open !== null) return open;
  const behind = reading.hits.filter((hit) => hit.role === role.behindService && isIn(hit, patternForm.behindAlone));
  for (const hit of behind.slice(0, mostHits)) {
    const name = readBackwards(reading, hit, accept);
    if (name !== null) return name;
  }
  return null;
}

/** Whether the words of a pattern stand in one of this form. */
function isIn({ value }: Hit, form: number): boolean {
  return ((vocabulary().patterns[value] ?? 0) & form) !== 0;
}

function findBehindPhrase(reading: Reading, readName: (hit: Hit, start: number) => string | null): string | null {
  let looked = 0;
  for (const hit of reading.hits) {
    if (hit.role !== role.beforeService) continue;
    looked += 1;
    if (looked > mostHits) return null;
    const name = readName(hit, skipToName(reading, hit.end));
    if (name !== null) return name;
  }
  return null;
}

/** Whether one phrase that is no name fills `[start, end)`. */
function isPhrase({ hits, folded }: Reading, start: number, end: number): boolean {
  for (let at = firstFrom(hits, start); at < hits.length && hits[at]?.start === start; at += 1) {
    const hit = hits[at];
    if (hit === undefined || hit.role === role.service || hit.role >= role.beforeService) continue;
    if (hit.end >= end || folded.text.slice(hit.end, end).trim() === '') return true;
  }
  return false;
}

function skipToName({ folded }: Reading, from: number): number {
  let index = from;
  while (
    index < folded.units.length &&
    index - from < 3 &&
    (folded.places[index] === place.space || isWrapping(folded.units[index] ?? 0) || folded.units[index] === 45)
  )
    index += 1;
  return index;
}

/** The name goes on to the next word that closes a pattern, or to a code word. */
function readClosed(reading: Reading, start: number, accept: NameReader): string | null {
  const { folded, hits } = reading;
  for (let at = firstFrom(hits, start + 1); at < hits.length; at += 1) {
    const hit = hits[at];
    if (hit === undefined || hit.start - start > longestName) return null;
    if (hit.role !== role.behindService && hit.role !== role.code && hit.role !== role.weakCode) continue;
    if (hasBreak(reading, start, hit.start)) return null;
    const name = isPhrase(reading, start, hit.start) ? null : accept(start, hit.start);
    return name === null || folded.places[start] === place.space ? null : name;
  }
  return null;
}

/** The name goes on to a sign, or to a word that is part of no name. */
function readOpen(reading: Reading, start: number, accept: NameReader): string | null {
  const { folded, hits } = reading;
  const limit = Math.min(folded.units.length, start + longestName);
  let end = start;
  let words = 0;
  let at = firstFrom(hits, start);
  while (end < limit) {
    while (at < hits.length && (hits[at]?.start ?? 0) < end) at += 1;
    let next = at;
    let stops = false;
    for (; hits[next]?.start === end; next += 1) stops ||= end > start && ending.has(hits[next]?.role ?? -1);
    if (stops || isSign(reading, end)) break;
    if (folded.places[end] === place.space) words += 1;
    if (words >= mostWords) break;
    end += 1;
  }
  return end === start || isPhrase(reading, start, end) ? null : accept(start, end);
}

/** The words before `code`, as far as they are written as a name. */
function readBackwards(reading: Reading, hit: Hit, accept: NameReader): string | null {
  const { folded } = reading;
  let end = hit.start;
  while (
    end > 0 &&
    (folded.places[end - 1] === place.space || folded.units[end - 1] === 45 || isWrapping(folded.units[end - 1] ?? 0))
  )
    end -= 1;
  let start = end;
  let words = 0;
  while (start > 0 && words < mostWords && end - start < longestName) {
    let from = start;
    while (
      from > 0 &&
      folded.places[from - 1] !== place.space &&
      !isSign(reading, from - 1) &&
      start - from < longestName
    )
      from -= 1;
    if (from === start) break;
    const first = folded.original.charAt(folded.origins[from] ?? 0);
    if (words > 0 && !/[\p{Lu}\p{Lo}]/u.test(first)) break;
    start = from;
    words += 1;
    if (folded.places[start - 1] !== place.space || isSign(reading, start - 1)) break;
    start -= 1;
  }
  return end - start < 2 ? null : accept(start, end);
}

function hasBreak({ folded }: Reading, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (endsSentence(folded, index)) return true;
  return false;
}

/** A sign that ends a name: `.` and `-` inside a word are part of it. */
function isSign(reading: Reading, index: number): boolean {
  const unit = reading.folded.units[index] ?? 0;
  if (unit === 46) return (reading.folded.places[index + 1] ?? 0) < place.digit;
  return unit === 10 || unit === 0x3001 || ',:;!?()[]<>"*|='.includes(String.fromCharCode(unit));
}
