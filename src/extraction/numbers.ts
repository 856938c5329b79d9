import type { Candidate } from './candidates.ts';
import { startingAt } from './hits.ts';
import { place } from './place.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';

/** What was read: where it ends, and the candidate in it where it has the form of one. */
export interface NumberToken {
  end: number;
  candidate: Candidate | null;
}

const dot = 46;
const comma = 44;
const colon = 58;
const slash = 47;
const hyphen = 45;
/** Longer chains are no codes whatever is in them. */
const longestChain = 48;

/** Reads digits with the groups that belong to them: `123-456`, `98 76 54`, `1,250.00`, `14:32`, `+1 555 010 0001`. */
export function readNumber(reading: Reading, start: number): NumberToken {
  const tight = readTight(reading, start);
  if (isPhoneStart(reading, start)) return { end: endOfPhone(reading, start), candidate: null };
  if (tight.separators.length === 0 || tight.separators.every((one) => one === hyphen)) {
    const spaced = tight.separators.length === 0 ? readSpaced(reading, tight) : null;
    if (spaced !== null) return spaced;
    return {
      end: tight.end,
      candidate: tight.separators.length === 0 ? single(reading, tight) : hyphened(reading, tight),
    };
  }
  // `123456,10 minutes`, `code 481920.2 days`: the sign ends a clause where the first group is too long for an amount's.
  const [first = 0] = tight.groups;
  const isClause =
    (tight.separators[0] === dot || tight.separators[0] === comma) &&
    tight.groups.length === 2 &&
    ((first >= 5 && (tight.groups[1] ?? 0) !== 2) || (first >= 4 && isUnit(reading, tight.end)));
  // `order 8841220:5527`
  const isNamed =
    tight.separators[0] === colon && tight.groups.length === 2 && first >= 4 && (tight.groups[1] ?? 0) >= 4;
  if (!isClause && !isNamed) return { end: tight.end, candidate: dotted(reading, tight) };
  const end = start + first;
  return { end, candidate: single(reading, { start, end, groups: [first], separators: [] }) };
}

/** `481920,10分鐘`: the second number is a time, and its own. */
function isUnit({ folded, hits }: Reading, end: number): boolean {
  return startingAt(hits, folded.units[end] === 32 ? end + 1 : end, role.unit) !== null;
}

interface Chain {
  start: number;
  end: number;
  /** Number of digits in each. */
  groups: number[];
  separators: number[];
}

/** Groups with one of `. , : / -` and nothing else between them. */
function readTight({ folded }: Reading, start: number): Chain {
  const { places, units } = folded;
  const groups: number[] = [];
  const separators: number[] = [];
  let index = start;
  for (;;) {
    const from = index;
    while (places[index] === place.digit) index += 1;
    groups.push(index - from);
    const separator = units[index] ?? 0;
    const isOne =
      separator === dot || separator === comma || separator === colon || separator === slash || separator === hyphen;
    if (!isOne || places[index + 1] !== place.digit) return { start, end: index, groups, separators };
    separators.push(separator);
    index += 1;
  }
}

function single({ folded }: Reading, { start, end }: Chain): Candidate | null {
  const digits = end - start;
  if (digits < 3 || digits > 10) return null;
  return { start, end, value: folded.text.slice(start, end), form: 'digits' };
}

function hyphened({ folded }: Reading, { start, end, groups }: Chain): Candidate | null {
  const digits = groups.reduce((sum, one) => sum + one, 0);
  const isSpelled = groups.length <= 8 && groups.every((one) => one === 1);
  if (digits < 4 || digits > 9 || (groups.length > 4 && !isSpelled) || folded.units[end] === hyphen) return null;
  const written = folded.text.slice(start, end);
  if (isDate(groups, written.split('-').map(Number))) return null;
  const usual =
    ['3,3', '4,4', '3,4', '4,3', '3,3,3', '2,2,2', '2,2,2,2', '2,3', '3,2', '1,1,4', '2,1,4'].includes(
      groups.join(','),
    ) || isSpelled;
  return { start, end, value: written.replaceAll('-', ''), form: usual ? 'split' : 'odd' };
}

/** `48.39.20`, `481.920`: only right behind a code word, for amounts and dates are written so. */
function dotted({ folded }: Reading, { start, end, groups, separators }: Chain): Candidate | null {
  if (separators.some((one) => one !== dot) || !['2,2,2', '3,3', '2,2,2,2'].includes(groups.join(','))) return null;
  const written = folded.text.slice(start, end);
  if (groups.length === 3 && isDate(groups, written.split('.').map(Number))) return null;
  return { start, end, value: written.replaceAll('.', ''), form: groups.length === 2 ? 'dotted' : 'odd' };
}

function isDate(groups: readonly number[], [a = 0, b = 0, c = 0]: number[]): boolean {
  if (groups.length !== 3) return false;
  const [first = 0, second = 0, third = 0] = groups;
  if (first === 4) return second <= 2 && third <= 2 && b <= 12 && c <= 31;
  if (first > 2 || second > 2 || (third !== 4 && third !== 2)) return false;
  // `6-2-4417` is a shelf's number.
  if (third === 4 && (c < 1900 || c > 2600)) return false;
  return (a <= 31 && b <= 12) || (a <= 12 && b <= 31);
}

/** Groups of the same length with single spaces between them; else the first group alone. */
function readSpaced(reading: Reading, first: Chain): NumberToken | null {
  const { places, units, text } = reading.folded;
  const groups = [...first.groups];
  let end = first.end;
  while (units[end] === 32 && places[end + 1] === place.digit && end - first.start < longestChain) {
    let next = end + 1;
    while (places[next] === place.digit) next += 1;
    const after = units[next] ?? 0;
    const goesOn =
      (after === colon || after === slash || after === comma || after === dot || after === hyphen) &&
      places[next + 1] === place.digit;
    if (goesOn || places[next] === place.latin || after === 37) break;
    groups.push(next - end - 1);
    end = next;
  }
  // `481 920 3 minutes`
  const [last = 0] = groups.slice(-1);
  if (groups.length > 2 && last <= 2 && last !== groups[0] && isUnit(reading, end)) {
    groups.pop();
    end -= last + 1;
  }
  if (groups.length === 1) return apart(reading, first);
  const digits = groups.reduce((sum, one) => sum + one, 0);
  if (isSplit(groups, digits)) {
    return {
      end,
      candidate: { start: first.start, end, value: text.slice(first.start, end).replaceAll(' ', ''), form: 'split' },
    };
  }
  const named = groups.length === 2 && digits === 5 && isWholeClause(reading, first.start, end);
  if (named) {
    return {
      end,
      candidate: { start: first.start, end, value: text.slice(first.start, end).replace(' ', ''), form: 'odd' },
    };
  }
  // 1234 5678 9012 3456, 020 7946 0958: a card, a phone.
  const isLong = digits >= 10 && groups.every((one) => one >= 2 && one <= 5);
  return isLong ? { end, candidate: null } : null;
}

/** `481 - 920`. */
function apart({ folded }: Reading, { start, end }: Chain): NumberToken | null {
  if (end - start !== 3 || folded.units[end] !== 32 || folded.units[end + 1] !== hyphen) return null;
  const written = /^\d{3} - \d{3}(?![\d.,:/-])/.exec(folded.text.slice(start, start + 11))?.[0];
  if (written === undefined) return null;
  const candidate: Candidate = { start, end: start + 9, value: written.replace(' - ', ''), form: 'odd' };
  return { end: candidate.end, candidate };
}

/** `: 48 192` up to the end of a line or sentence. */
function isWholeClause({ folded }: Reading, start: number, end: number): boolean {
  const { units } = folded;
  const before = units[start - 1] === 32 ? units[start - 2] : units[start - 1];
  const after = units[end] ?? 10;
  return (
    before === colon && (after === 10 || (after === dot && ((units[end + 1] ?? 32) === 32 || units[end + 1] === 10)))
  );
}

function isSplit(groups: readonly number[], digits: number): boolean {
  const [size = 0] = groups;
  if (digits < 4 || digits > 9) return false;
  if (groups.every((one) => one === size)) {
    if (size === 1) return groups.length >= 4;
    return size === 2 ? groups.length >= 3 : size === 3 || size === 4;
  }
  return groups.length === 2 && size >= 3 && size <= 4 && (groups[1] === 3 || groups[1] === 4);
}

/** `+1 555 …`, `(415) 555-0134`, `415-555-0134`, `0800 123 456`. */
function isPhoneStart({ folded }: Reading, start: number): boolean {
  const { units, text } = folded;
  const before = units[start - 1] ?? 0;
  if (before === 43) return true;
  const rest = text.slice(start, start + 24);
  if (before === 40 && /^\d{2,5}\) ?-?\d{2,4}[ -]?\d{2,6}/.test(rest)) return true;
  if (/^(?:1[-. ])?\d{3}[-. ]\d{3}[-. ]\d{4}(?!\d)/.test(rest)) return true;
  if (/^1?-?8(?:00|33|44|55|66|77|88)-[\da-z]{3}-?[\da-z]{4}/.test(rest)) return true;
  return /^0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}(?!\d)/.test(rest) || /^0[789]\d{2} ?\d{6,7}(?!\d)/.test(rest);
}

function endOfPhone({ folded }: Reading, start: number): number {
  const { units, places } = folded;
  let end = start;
  while (end - start < 24) {
    const unit = units[end] ?? 0;
    const isInner = unit === 32 || unit === hyphen || unit === dot || unit === 40 || unit === 41;
    if (places[end] === place.digit) end += 1;
    else if (
      isInner &&
      (places[end + 1] === place.digit || units[end + 1] === 40 || units[end + 1] === 32 || units[end + 1] === hyphen)
    )
      end += 1;
    else break;
  }
  while (places[end] === place.digit) end += 1;
  return Math.max(end, start + 1);
}
