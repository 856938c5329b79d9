import type { Candidate } from './candidates.ts';
import type { CodeWord } from './code-words.ts';
import { endingAt, firstFrom, startingAt } from './hits.ts';
import { place } from './place.ts';
import { endsSentence, isColon, isWrapping, type Reading } from './reading.ts';
import { role } from './roles.ts';
import type { Scoring } from './scoring.ts';

/** A code word and a candidate with a link between them. */
export const linked = 5;

/** How far a code word may stand from its code, in folded units. */
const reach = 160;
/** ` is your ` and the like: nothing stands between a code and its word. */
const nextTo = 14;
/** A remark in brackets between a word and its code: `OTP (one-time password) 481920`. */
const longestRemark = 40;
/** Of the code words on each side of a candidate, as many are looked at. */
const mostWords = 5;
/** `PIN for today's class at the gym: 2295`: so far a link ties even a weak word to a code. */
const longestClause = 64;
/** `It is 566302.`: so long may a sentence be that only points back to the word before it. */
const longestPointer = 16;

/** The code words around a candidate, nearest first on each side. */
export function nearness({ start, end }: Candidate, words: readonly CodeWord[]): CodeWord[] {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return words
    .slice(Math.max(0, low - mostWords), low + mostWords)
    .filter((word) => (word.end <= start ? start - word.end : word.start - end) <= reach);
}

/** How closely a code word and the candidate belong together: 6 next to each other … 0 not at all. */
export function connect(word: CodeWord, candidate: Candidate, scoring: Scoring): number {
  if (word.end <= candidate.start) return connectBefore(word, candidate, scoring);
  return word.start >= candidate.end ? connectBehind(word, candidate, scoring) : 0;
}

function connectBefore(word: CodeWord, candidate: Candidate, { reading, candidates, others }: Scoring): number {
  const weakness = word.strong ? 0 : 1;
  const unlinkedFrom = skipLinks(reading, word.end, candidate.start);
  if (unlinkedFrom === candidate.start) return linked + 1 - weakness;
  const nearer = candidates.some(
    (other) =>
      other.form !== 'letters' &&
      other.start >= word.end &&
      other.end <= candidate.start &&
      !others.has(other) &&
      !isYear(other.value) &&
      !isColonOnly(reading, other.end, candidate.start) &&
      !isRemark(reading, other),
  );
  const breaks = countBreaks(reading, word.end, candidate.start);
  const isNamed = breaks.loose === 0 && isLooselyLinked(reading, candidate.start);
  if (isNamed)
    return linked - weakness - (nearer ? 2 : 0) + (isClose(reading, word, candidate) && !nearer ? weakness : 0);
  if (word.strong && breaks.loose > 0 && pointsBack(reading, word, candidate)) return linked - 1;
  // `One-time PIN of card 4000**1234 ⏎ 4819207`
  if (word.strong && breaks.loose === 0 && breaks.lines === 1 && !nearer && isLineStart(reading, candidate)) return 3;
  if (breaks.sentence > 0 || nearer || warns(reading, word.end, candidate.start)) return 0;
  return 3 - weakness;
}

function connectBehind(word: CodeWord, candidate: Candidate, { reading, candidates, others }: Scoring): number {
  const weakness = word.strong ? 0 : 1;
  const { folded } = reading;
  const breaks = countBreaks(reading, candidate.end, word.start);
  if (breaks.sentence > 0)
    return breaks.loose === 0 && breaks.sentence === breaks.lines && isLineStart(reading, candidate) ? 3 - weakness : 0;
  const next = skipWrapping(reading, candidate.end);
  const unit = folded.units[next] ?? 0;
  // `Order 481921: your code is …`, `Acme24: your code is …`: the colon ends a heading.
  const isHeading =
    isColon(unit) &&
    (others.has(candidate) || (candidate.form === 'mixed' && candidates.some((one) => isDigits(one, word))));
  if (isHeading) return 0;
  const isLinked =
    next >= word.start || isColon(unit) || unit === 45 || startingAt(reading.hits, next, role.link) !== null;
  const opens = beginsClause(reading, candidate.start);
  // `Is é 481920 do chód`: a link before it, the word right behind it.
  if (!isLinked && !opens && word.start - candidate.end <= nextTo && isLooselyLinked(reading, candidate.start))
    return linked - weakness;
  if (!isLinked && !opens) return 2 - weakness;
  return linked - weakness + (word.start - candidate.end <= nextTo || (isLinked && opens) ? 1 : 0);
}

/** Behind the word, and more likely its code than a name with a number. */
function isDigits({ form, start }: Candidate, word: CodeWord): boolean {
  return start >= word.end && (form === 'digits' || form === 'split' || form === 'prefixed');
}

/** `code for payment to 48207731: 481920`: the number before the colon tells what the code is for. */
function isColonOnly({ folded }: Reading, from: number, to: number): boolean {
  return to - from <= 14 && /^[ \d]*: ?$/.test(folded.text.slice(from, to));
}

/** `OTP for the 2025 exam is 481920`. */
function isYear(value: string): boolean {
  return /^(?:19|20)\d\d$/.test(value);
}

/** `Code (for order 5526): 481920`: the number ends a remark in brackets. */
function isRemark({ folded }: Reading, { start, end }: Candidate): boolean {
  if (folded.units[end] !== 41) return false;
  const before = folded.text.slice(Math.max(0, start - longestRemark), start);
  return before.lastIndexOf('(') >= 0 && before.lastIndexOf('(') < before.length - 1 && !before.includes(')');
}

/** How far links, colons, quotes, brackets and a remark in brackets reach from the word on. */
function skipLinks({ folded, hits }: Reading, from: number, to: number): number {
  const { units, places, text } = folded;
  let index = from;
  let lines = 0;
  while (index < to) {
    const unit = units[index] ?? 0;
    const link = startingAt(hits, index, role.link);
    const skipped = link ?? startingAt(hits, index, role.purpose);
    if (skipped !== null && skipped.end <= to) index = skipped.end;
    else if (unit === 40) {
      const close = text.indexOf(')', index);
      index = close > 0 && close < to && close - index <= longestRemark ? close + 1 : index + 1;
    } else if (places[index] === place.newline) {
      lines += 1;
      if (lines > 2) return index;
      index += 1;
    } else if (places[index] === place.space || isColon(unit) || unit === 45 || unit === 62 || isWrapping(unit))
      index += 1;
    else if (unit === 41 || unit === 93) index += 1;
    else return index;
  }
  return index;
}

/** Right before it stands a link or a colon. */
function isLooselyLinked({ folded, hits }: Reading, start: number): boolean {
  let index = start;
  while (
    index > 0 &&
    start - index < 4 &&
    (folded.places[index - 1] === place.space ||
      isWrapping(folded.units[index - 1] ?? 0) ||
      folded.places[index - 1] === place.newline)
  ) {
    // The quote belongs to the link: `e' 481920`.
    if (folded.units[index - 1] === 39 && endingAt(hits, index, role.link) !== null) return true;
    index -= 1;
  }
  return isColon(folded.units[index - 1] ?? 0) || endingAt(hits, index, role.link) !== null;
}

/** `PIN zur Abholung: 4481`, `code for Acme is 2086`: some words and a link or a colon between them. */
function isClose({ folded }: Reading, word: CodeWord, { start, value, form }: Candidate): boolean {
  const colon = folded.units[start - 1] === 58 || folded.units[start - 2] === 58;
  if (colon && start - word.end <= 24) return true;
  return start - word.end <= longestClause && form !== 'odd' && value.length >= 4 && value.length <= 8;
}

/** `You asked for a one-time code. It is 566302.`: the next sentence is hardly more than a link. */
function pointsBack(reading: Reading, word: CodeWord, { start }: Candidate): boolean {
  const { folded, hits } = reading;
  let sentence = start;
  while (sentence > word.end && start - sentence <= longestPointer && !endsSentence(folded, sentence - 1))
    sentence -= 1;
  if (start - sentence > longestPointer || countBreaks(reading, word.end, sentence - 1).sentence > 0) return false;
  const end = folded.places[start - 1] === place.space ? start - 1 : start;
  return endingAt(hits, end, role.link) !== null && !warns(reading, word.start - longestPointer, start);
}

function warns({ hits }: Reading, from: number, to: number): boolean {
  for (let at = firstFrom(hits, from); at < hits.length && (hits[at]?.start ?? 0) < to; at += 1) {
    if (hits[at]?.role === role.warning) return true;
  }
  return false;
}

interface Breaks {
  sentence: number;
  /** Of these, line breaks. */
  lines: number;
  /** Ends of sentences and blank lines: a single line break is none. */
  loose: number;
}

function countBreaks({ folded }: Reading, from: number, to: number): Breaks {
  const breaks = { sentence: 0, lines: 0, loose: 0 };
  for (let index = from; index < to; index += 1) {
    if (!endsSentence(folded, index)) continue;
    breaks.sentence += 1;
    if (folded.units[index] !== 10) breaks.loose += 1;
    else {
      breaks.lines += 1;
      if (folded.units[index + 1] === 10) breaks.loose += 1;
    }
  }
  return breaks;
}

function skipWrapping({ folded }: Reading, from: number): number {
  let index = from;
  while (
    index < folded.units.length &&
    (folded.places[index] === place.space ||
      isWrapping(folded.units[index] ?? 0) ||
      folded.units[index] === 41 ||
      folded.units[index] === 93 ||
      folded.units[index] === 62)
  )
    index += 1;
  return index;
}

/** The candidate is the first thing in the text, on its line, behind `Name:`, `[Name]` or the end of a sentence. */
function beginsClause(reading: Reading, start: number): boolean {
  const { units, places } = reading.folded;
  let index = start;
  while (index > 0 && (places[index - 1] === place.space || isWrapping(units[index - 1] ?? 0))) index -= 1;
  if (index === 0) return true;
  const unit = units[index - 1] ?? 0;
  return (
    unit === 10 ||
    unit === 58 ||
    unit === 93 ||
    unit === 62 ||
    unit === 45 ||
    unit === 41 ||
    (endsSentence(reading.folded, index - 1) && unit !== 44)
  );
}

function isLineStart(reading: Reading, { start, end }: Candidate): boolean {
  const after = skipWrapping(reading, end);
  const isEnd = after >= reading.folded.units.length || reading.folded.units[after] === 10;
  return isEnd && beginsClause(reading, start);
}
