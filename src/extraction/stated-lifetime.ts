import { place } from './fold.ts';
import { endingAt, firstFrom, type Hit } from './hits.ts';
import { endsSentence, type Reading } from './reading.ts';
import { role } from './roles.ts';

/** A longer span in a text is no lifetime of a code. */
const longestSeconds = 31 * 86_400;
/** How far the words of a lifetime stand before its number, and behind its unit, in folded units. */
const reachBefore = 48;
const reachBehind = 32;
/** More spans of time than any text has are not looked at. */
const mostUnits = 32;
const usualUnits = new Set([1, 60, 3600, 86_400, 604_800]);

/** The lifetime that a text states, in seconds: `valid for 10 minutes`, `10分钟内有效`; null: none. */
export function findStatedLifetime(reading: Reading): number | null {
  const units = reading.hits.filter((hit) => hit.role === role.unit).slice(0, mostUnits);
  for (const looks of [saysBefore, saysBehind]) {
    for (const unit of units) {
      const amount = amountBefore(reading, unit);
      if (amount === null) continue;
      const seconds = amount.count * unit.value;
      if (seconds > 0 && seconds <= longestSeconds && looks(reading, amount.start, unit.end)) return seconds;
    }
  }
  return null;
}

interface Amount {
  start: number;
  count: number;
}

/** The number before a unit, in digits or in words: `10 minutes`, `ten (10) minutes`. */
function amountBefore({ folded, hits }: Reading, unit: Hit): Amount | null {
  const { places, units, text } = folded;
  let index = unit.start;
  while (
    index > 0 &&
    unit.start - index < 3 &&
    (places[index - 1] === place.space || units[index - 1] === 45 || units[index - 1] === 41)
  )
    index -= 1;
  let start = index;
  while (start > 0 && index - start <= 4 && places[start - 1] === place.digit) start -= 1;
  const digits = index - start;
  const before = units[start - 1] ?? 0;
  if (digits > 0) {
    const isPart = (before === 46 || before === 44 || before === 58) && places[start - 2] === place.digit;
    return digits > 4 || isPart ? null : { start, count: Number(text.slice(start, index)) };
  }
  const numeral = endingAt(hits, index, role.numeral);
  if (numeral !== null) return { start: numeral.start, count: numeral.value };
  // A dual says its number itself: `دقيقتين`.
  return usualUnits.has(unit.value) ? null : { start: unit.start, count: 1 };
}

function saysBefore({ folded, hits }: Reading, start: number): boolean {
  for (let at = firstFrom(hits, start) - 1; at >= 0 && (hits[at]?.start ?? 0) > start - reachBefore - 24; at -= 1) {
    const hit = hits[at];
    if (hit?.role !== role.lifetime || hit.end > start || start - hit.end > reachBefore) continue;
    if (!hasBreak(folded, hit.end, start)) return true;
  }
  return false;
}

function saysBehind({ folded, hits }: Reading, _start: number, end: number): boolean {
  for (let at = firstFrom(hits, end); at < hits.length && (hits[at]?.start ?? 0) - end <= reachBehind; at += 1) {
    const hit = hits[at];
    if (hit?.role === role.lifetime && !hasBreak(folded, end, hit.start)) return true;
  }
  return false;
}

function hasBreak(folded: Reading['folded'], from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (endsSentence(folded, index)) return true;
  return false;
}
