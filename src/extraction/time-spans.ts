import type { Span } from './addresses.ts';
import { endingAt, firstFrom, type Hit, startingAt } from './hits.ts';
import { place } from './place.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';

/** A span of time in a text, with all its parts: `1 hour and 30 minutes`. */
export interface TimeSpan extends Span {
  seconds: number;
}

interface Part extends TimeSpan {
  /** Seconds of its unit; the parts of one span go from larger to smaller ones. */
  unit: number;
}

interface Amount extends Span {
  count: number;
}

/** More spans of time than any text has are not looked at. */
const mostUnits = 32;
/** A unit whose number it says itself has another value: `دقيقتين`, two minutes. */
const usualUnits = new Set([1, 60, 3600, 86_400, 604_800]);
/** `and` and a space on both sides. */
const longestJoiner = 6;
/** Shorter ones are endings or signs where a number follows: `it's 10`, `min 8 letters`. */
const shortestLeadingUnit = 4;
const dot = 46;
const comma = 44;
const colon = 58;
const hyphen = 45;

/** All spans of time in a text, in its order, none within another. */
export function findTimeSpans(reading: Reading): TimeSpan[] {
  const parts = reading.hits
    .filter((hit) => hit.role === role.unit || hit.role === role.span)
    .slice(0, mostUnits)
    .flatMap((hit) => readPart(reading, hit) ?? []);
  parts.push(...readClocks(reading));
  parts.sort((one, other) => one.start - other.start || other.end - one.end);
  return joined(reading, parts);
}

function readPart(reading: Reading, hit: Hit): Part | null {
  const { start, end, value } = hit;
  if (hit.role === role.span) return { start, end, seconds: value, unit: value };
  const amount = amountBefore(reading, hit) ?? amountBehind(reading, hit);
  if (amount === 'unclear' || (amount !== null && isOfDateOrClock(reading, amount))) return null;
  if (amount !== null && end - start === 1 && value === 3600) return shortHours(reading, hit, amount);
  if (amount !== null) {
    const span = { start: Math.min(start, amount.start), end: Math.max(end, amount.end) };
    return { ...span, seconds: Math.round(amount.count * value), unit: value };
  }
  return usualUnits.has(value) ? null : { start, end, seconds: value, unit: value };
}

/** `1h30`; behind `until` it is a time of day: `jusqu'à 13h10`. */
function shortHours({ folded, hits }: Reading, { end }: Hit, { start, count }: Amount): Part | null {
  if ([1, 2].some((gap) => endingAt(hits, start - gap, role.until) !== null)) return null;
  const [minutes = ''] = /^[0-5]\d(?![\d:])/.exec(folded.text.slice(end, end + 3)) ?? [];
  const seconds = Math.round(count * 3600) + Number(minutes) * 60;
  return { start, end: end + minutes.length, seconds, unit: minutes === '' ? 3600 : 60 };
}

/** `11月23日`, `21時10分`: what ends with the month or the hour is no span; `2小时30分` is one. */
function isOfDateOrClock({ folded: { text } }: Reading, { start }: Amount): boolean {
  return /(?:[年月년월点點시]|(?<!小)[时時]) ?$/.test(text.slice(Math.max(0, start - 3), start));
}

/** Sums up the parts that belong together, and leaves out those within another. */
function joined(reading: Reading, parts: readonly Part[]): TimeSpan[] {
  const spans: TimeSpan[] = [];
  let last: Part | null = null;
  for (const part of parts) {
    if (last !== null && part.start < last.end) continue;
    const span = spans.at(-1);
    if (span !== undefined && last !== null && part.unit < last.unit && isJoined(reading, last.end, part.start)) {
      span.end = part.end;
      span.seconds += part.seconds;
    } else spans.push({ start: part.start, end: part.end, seconds: part.seconds });
    last = part;
  }
  return spans;
}

/** Nothing, a space, a comma or one short word between two parts. */
function isJoined({ folded }: Reading, from: number, to: number): boolean {
  if (to - from > longestJoiner) return false;
  return /^[.,、 ]{0,2}(?:[\p{L}\p{M}&+]{0,4} ?)?$/u.test(folded.text.slice(from, to));
}

/** The number before a unit, in digits or in words: `10 minutes`, `ten (10) minutes`, `1.5 hours`, `10-15 minutes`. */
function amountBefore(reading: Reading, unit: Hit): Amount | 'unclear' | null {
  const { folded, hits } = reading;
  const { places, units } = folded;
  let end = unit.start;
  while (
    end > 0 &&
    unit.start - end < 3 &&
    (places[end - 1] === place.space || units[end - 1] === hyphen || units[end - 1] === 41)
  )
    end -= 1;
  if (places[end - 1] === place.digit) return digitsBefore(reading, end, unit.value);
  const numeral = endingAt(hits, end, role.numeral);
  return numeral === null ? null : wholeNumeral(reading, numeral);
}

/** At most four digits, with a fraction (`1.5`), smaller units (`05:30`) or the lower end of a range (`10-15`) before them. */
function digitsBefore({ folded }: Reading, end: number, unit: number): Amount | 'unclear' {
  const { places, units, text } = folded;
  const start = startOfDigits(places, end);
  const digits = end - start;
  if (digits > 4) return 'unclear';
  const count = Number(text.slice(start, end));
  const before = units[start - 1] ?? 0;
  const isTight = places[start - 2] === place.digit;
  if (isTight && (before === dot || before === comma)) return fraction({ start, end, count }, folded);
  if (isTight && before === colon) {
    const first = startOfDigits(places, start - 1);
    const isClock =
      start - 1 - first <= 2 && digits === 2 && units[first - 1] !== colon && (unit === 60 || unit === 3600);
    return isClock ? { start: first, end, count: Number(text.slice(first, start - 1)) + count / 60 } : 'unclear';
  }
  return lowerEnd({ start, end, count }, folded);
}

function fraction({ start, end, count }: Amount, { places, text }: Reading['folded']): Amount | 'unclear' {
  const first = startOfDigits(places, start - 1);
  const whole = text.slice(first, start - 1);
  // `481920,10 minutes`: the sign ends a clause.
  if (whole.length > 3) return { start, end, count };
  return end - start > 2 ? 'unclear' : { start: first, end, count: Number(`${whole}.${text.slice(start, end)}`) };
}

/** Of `10-15 minutes` only the lower is sure. */
function lowerEnd(upper: Amount, { text }: Reading['folded']): Amount {
  const before = text.slice(Math.max(0, upper.start - 12), upper.start);
  const range = /(?<![\d:.,/-])(\d{1,2})(?: ?[-~] ?| [\p{L}\p{M}]{1,5} )$/u.exec(before);
  const lower = Number(range?.[1] ?? Number.NaN);
  return lower > 0 && lower < upper.count && upper.count <= 60
    ? { start: upper.start - (range?.[0].length ?? 0), end: upper.end, count: lower }
    : upper;
}

function startOfDigits(places: Uint8Array, end: number): number {
  let start = end;
  while (start > 0 && end - start <= 6 && places[start - 1] === place.digit) start -= 1;
  return start;
}

/** `twenty-five`, `fünfundzwanzig` where it is two words, `ख` …: tens and ones in either order, with a short word between. */
function wholeNumeral({ folded, hits }: Reading, numeral: Hit): Amount | 'unclear' {
  const { start, end, value } = numeral;
  for (let at = firstFrom(hits, start) - 1; at >= 0 && (hits[at]?.start ?? 0) > start - 32; at -= 1) {
    const hit = hits[at];
    if (hit?.role !== role.numeral || hit.end > start || start - hit.end > longestJoiner) continue;
    if (!/^[ -]?(?:[\p{L}\p{M}]{1,3} ?)?$/u.test(folded.text.slice(hit.end, start))) continue;
    const [larger, smaller] = [Math.max(hit.value, value), Math.min(hit.value, value)];
    if (larger % 10 === 0 && larger >= 20 && smaller < 10) return { start: hit.start, end, count: larger + smaller };
  }
  // Half of a number that is not known is none.
  const isHalf = folded.units[start - 1] === hyphen && (folded.places[start - 2] ?? 0) >= place.latin;
  return isHalf ? 'unclear' : { start, end, count: value };
}

/** The number behind a unit, as several languages say it: `dakika 10`, `imizuzu engu-5`. */
function amountBehind({ folded, hits }: Reading, unit: Hit): Amount | null {
  const { places, units, text } = folded;
  if (unit.end - unit.start < shortestLeadingUnit) return null;
  let start = unit.end;
  while (start - unit.end < 3 && (places[start] === place.space || [hyphen, colon, 40].includes(units[start] ?? 0)))
    start += 1;
  if (places[start] === place.digit) {
    const [digits = ''] = /^\d+/.exec(text.slice(start, start + 5)) ?? [];
    const end = start + digits.length;
    const goesOn = /^(?:[.,:/-]?\d| \d)/.test(text.slice(end, end + 2));
    return digits.length > 3 || goesOn ? null : { start, end, count: Number(digits) };
  }
  const numeral = startingAt(hits, start, role.numeral);
  return numeral === null ? null : { start, end: numeral.end, count: numeral.value };
}

const mostClocks = 4;

/** `00:05:00`: hours, minutes and seconds to go, where the hours are none. */
function readClocks({ folded }: Reading): Part[] {
  const clocks: Part[] = [];
  if (!folded.text.includes('0:')) return clocks;
  for (const match of folded.text.matchAll(/(?<![\d:./-] ?)0{1,2}:(\d\d):(\d\d)(?![\d:])/g)) {
    const [written, minutes, seconds] = match;
    const total = Number(minutes) * 60 + Number(seconds);
    clocks.push({ start: match.index, end: match.index + written.length, seconds: total, unit: 1 });
    if (clocks.length === mostClocks) break;
  }
  return clocks;
}
