import { type Candidate, longestCode } from './candidates.ts';
import { type CodeWord, findCodeWords } from './code-words.ts';
import { connect, linked, nearness } from './connection.ts';
import { isSoleCode } from './evidence.ts';
import { place } from './fold.ts';
import { endingAt, firstFrom, type Hit, startingAt } from './hits.ts';
import { otherNumber, otherUnit } from './other-number.ts';
import { isColon, isWrapping, type Reading } from './reading.ts';
import { role } from './roles.ts';
import { findStatedLifetime } from './stated-lifetime.ts';

/** At this score a candidate is taken for a code. */
export const enough = 5;

/** What the whole text says, once for all candidates. */
export interface Scoring {
  reading: Reading;
  words: readonly CodeWord[];
  candidates: readonly Candidate[];
  anyStrong: boolean;
  advertises: boolean;
  /** More than one word of advertising, or a code of that kind. */
  advertisesMuch: boolean;
  purposes: readonly Hit[];
  /** Candidates that a word before them calls something else. */
  others: Set<Candidate>;
}

/** A text of at most so many units that says nothing but what to do with a number: `Register with 481920`. */
const terse = 56;
/** ` to `, ` 2 ` and the like: so far behind a number stands what it is for. */
const nextPurpose = 4;
/** `-40 %`, `20% off`: what an offer takes off a price. */
const reducesPrice = /(?:^|[\s(])-\s?\d{1,2} ?%|\d ?% off\b/;

/** Says how surely each candidate is the code that the text gives; below `enough` it is none. */
export function scoreCandidates(reading: Reading, candidates: readonly Candidate[]): number[] {
  if (candidates.length === 0) return [];
  const words = findCodeWords(reading.hits);
  const advertising = reading.hits.filter((hit) => advertises(hit, reading));
  const stop = reading.folded.text.search(/\bstop\b/);
  // What follows `reply STOP` tells how to be left alone.
  const optOut = stop < 0 ? reading.folded.text.length : stop;
  const scoring: Scoring = {
    reading,
    words,
    candidates,
    anyStrong: words.some((word) => word.strong),
    advertises: advertising.length > 0 || reducesPrice.test(reading.folded.text),
    advertisesMuch:
      advertising.filter((hit) => hit.start < optOut).length > 1 ||
      advertising.some((hit) => hit.role === role.otherCode),
    purposes: reading.hits.filter((hit) => hit.role === role.purpose),
    others: new Set(),
  };
  for (const candidate of candidates) {
    if (otherNumber(candidate, scoring) < 0 || otherUnit(candidate, reading, 0) < 0) scoring.others.add(candidate);
  }
  return candidates.map((candidate) => scoreOne(candidate, scoring));
}

/** `subscribe` in an advertisement may be `sign up` before a code: where it is both, it says nothing. */
function advertises(hit: Hit, { hits }: Reading): boolean {
  // `OTP Bank` is a name.
  if (hit.role === role.otherCode) return startingAt(hits, hit.start, role.service) === null;
  return hit.role === role.advertising && startingAt(hits, hit.start, role.purpose) === null;
}

function scoreOne(candidate: Candidate, scoring: Scoring): number {
  const { reading, words, anyStrong, purposes } = scoring;
  if (isWholeText(candidate, reading)) return scoreWholeText(candidate);
  if (candidate.form === 'letters') return enough;
  const connection = bestConnection(candidate, scoring);
  if (candidate.form === 'password') return connection > linked ? linked : 0;
  const isOtherKind = connection <= linked ? otherNumber(candidate, scoring) : 0;
  const isTold = isInstructed(candidate, reading);
  const sole = isOtherKind === 0 && isSoleCode(candidate, { connection, instructed: isTold }, scoring) ? enough : 0;
  if (words.length === 0) return Math.max(scoreTerse(candidate, scoring) + isOtherKind, sole);
  const advertised = scoring.advertises && !anyStrong && !outweighs(candidate, connection, scoring);
  // `Use code 481920 to claim it now`
  const instructed = isTold && (purposes.length > 0 || (connection > 0 && !advertised)) ? 4 : 0;
  const advertisement = advertised ? -4 : 0;
  const support = (anyStrong ? 1 : 0) + (purposes.length > 0 ? 1 : 0);
  const score =
    connection +
    instructed +
    isOtherKind +
    otherUnit(candidate, reading, connection) +
    advertisement +
    support +
    formScore(candidate, connection, scoring) +
    (isOwnLine(candidate, reading) ? 2 : 0);
  const terse = connection === 0 && !anyStrong ? scoreTerse(candidate, scoring) + isOtherKind : 0;
  return Math.max(score, terse, sole);
}

/** `Your code is 8842. … Reply STOP to unsubscribe`: one word of advertising says less than a code that is named so. */
function outweighs(
  { form, value, start }: Candidate,
  connection: number,
  { reading, advertisesMuch }: Scoring,
): boolean {
  if (connection < linked || advertisesMuch || reducesPrice.test(reading.folded.text)) return false;
  const isUsual = (form === 'digits' || form === 'split') && value.length >= 4 && value.length <= 8;
  const { units } = reading.folded;
  const isNamed =
    units[start - 1] === 58 || units[start - 2] === 58 || endingAt(reading.hits, start - 1, role.link) !== null;
  return isUsual && isNamed;
}

function bestConnection(candidate: Candidate, scoring: Scoring): number {
  let best = 0;
  for (const word of nearness(candidate, scoring.words)) best = Math.max(best, connect(word, candidate, scoring));
  return best;
}

/** `Enter 8830 to …`; in some languages the word stands behind: `8830 girin`. */
function isInstructed({ start, end }: Candidate, { folded, hits }: Reading): boolean {
  let index = start;
  while (
    index > 0 &&
    start - index < 3 &&
    (folded.places[index - 1] === place.space ||
      isWrapping(folded.units[index - 1] ?? 0) ||
      isColon(folded.units[index - 1] ?? 0))
  )
    index -= 1;
  if (endingAt(hits, index, role.instruction) !== null) return true;
  // `use the 481920`, `enter code 481920`
  for (let at = firstFrom(hits, index) - 1; at >= 0 && (hits[at]?.start ?? 0) > start - 32; at -= 1) {
    const hit = hits[at];
    if (hit?.role !== role.instruction || hit.end > index) continue;
    const between = folded.text.slice(hit.end, index).trim();
    if (between.length <= 10 && !/[\d.,:;!?\n]/.test(between) && !between.includes(' ')) return true;
  }
  let after = end;
  while (
    after - end < 3 &&
    (folded.places[after] === place.space || isWrapping(folded.units[after] ?? 0) || folded.units[after] === 45)
  )
    after += 1;
  return startingAt(hits, after, role.instruction) !== null;
}

/** Six digits are the usual form; words with a digit, years, three digits and long numbers are unusual. */
function formScore({ form, value, start }: Candidate, connection: number, { words, reading }: Scoring): number {
  if (form === 'prefixed') return value.length === 6 ? enough : 3;
  if (form === 'mixed') {
    if (value.length > longestCode) return connection > linked ? -1 : -6;
    if (isOffer(value) && !words.some((word) => word.strong)) return -3;
    if (connection >= linked) return 0;
    return /^[a-z]+\d{1,4}$/i.test(value) ? -2 : -1;
  }
  if (form === 'dotted') return connection > linked ? 0 : -6;
  if (form === 'odd') return connection >= linked - 1 ? 0 : -1;
  if (value.length === 6) return 1;
  if (value.length === 3) return words.some((word) => word.strong) && connection > linked ? 0 : -6;
  if (/^(?:19|20)\d\d$/.test(value) && connection < linked - 1) return -2;
  if (value.startsWith('0') && value.length >= 9) return -2;
  if (form === 'digits' && value.length > 8) return isPhoneNear(start, reading) ? -3 : -1;
  return 0;
}

/** `VERANO25`, `100OFF`: a word with a number is an offer's code. */
function isOffer(value: string): boolean {
  return (
    /^[a-z]{4,}\d{2,4}$/i.test(value) ||
    /^[A-Z]{3,}\d{1,3}[A-Z]{3,}$/.test(value) ||
    /^\d{2,3}[a-z]{3,}$|^\d(?:for|per|por|pour|fur)\d+$/i.test(value)
  );
}

function isPhoneNear(start: number, { folded }: Reading): boolean {
  return folded.units[start - 1] === 43;
}

/** A text without a code word: a known sender's prefix, or so short that its purpose is all there is. */
function scoreTerse(candidate: Candidate, scoring: Scoring): number {
  const { reading, purposes, candidates, advertises } = scoring;
  const { form, value, end } = candidate;
  if (form === 'prefixed') return value.length === 6 ? enough : 2;
  if (otherUnit(candidate, reading, 0) < 0 || isSubject(candidate, scoring)) return 0;
  const told = isInstructed(candidate, reading) && !isAddress(candidate, reading);
  const purposeNext = purposes.some((one) => one.start >= end && one.start - end <= nextPurpose);
  // `Enter 60421 2 verify ur number & get your bonus`
  if (advertises)
    return told && purposeNext && form === 'digits' && !reducesPrice.test(reading.folded.text) ? enough : 0;
  if (isYear(value) && !purposeNext) return 0;
  const instructed = told && (purposes.length > 0 || (isTypedSomewhere(candidate, scoring) && !/[05]0$/.test(value)));
  if (form === 'mixed') return instructed && value.length >= 5 && value.length <= 8 && !isOffer(value) ? enough : 0;
  if (form !== 'digits' && form !== 'split') return 0;
  if (value.length === 6 && isForPurpose(candidate, scoring)) return enough;
  const usual = value.length === 6 || (instructed && value.length >= 4 && value.length <= 8);
  if (instructed && usual) return enough;
  const { text } = reading.folded;
  if (candidates.length > 1 || reading.addresses.length > 0) return 0;
  if (isOwnLine(candidate, reading) && value.length >= 4 && findStatedLifetime(reading) !== null) return enough;
  if (text.length > terse) return 0;
  if (value.length === 6) return purposes.length > 0 ? enough : 0;
  const isNext = purposes.some(
    (one) => one.start >= end && one.start - end <= (candidate.start === 0 ? nextPurpose : 1),
  );
  return isNext && value.length >= 4 ? enough : 0;
}

/** `Confirm your visit: 555012 is our line`: something else is said of the number. */
function isSubject({ start, end }: Candidate, { reading, purposes }: Scoring): boolean {
  const { units } = reading.folded;
  if (units[start - 1] !== 58 && units[start - 2] !== 58) return false;
  return startingAt(reading.hits, end + 1, role.link) !== null && !purposes.some((one) => one.start > end);
}

/** `Use 8817 Main Street`. */
function isAddress({ end }: Candidate, { folded }: Reading): boolean {
  return /^ \p{Lu}\p{Ll}/u.test(folded.original.slice(folded.origins[end], (folded.origins[end] ?? 0) + 5));
}

function isYear(value: string): boolean {
  return /^(?:19|20)\d\d$/.test(value);
}

/** `Confirm your identity: 743095`, `889 210 is what you need to log in`: a purpose in the clause that names the number. */
function isForPurpose(candidate: Candidate, scoring: Scoring): boolean {
  const { start, end } = candidate;
  const { purposes } = scoring;
  const { folded, hits } = scoring.reading;
  const colon = folded.units[start - 1] === 58 ? start - 1 : folded.units[start - 2] === 58 ? start - 2 : -1;
  const isBare = (from: number, to: number) => !/[\d.,:;!?\n]/.test(folded.text.slice(from, to));
  const leads = (one: Hit, reach: number) => one.end <= colon && colon - one.end <= reach && isBare(one.end, colon);
  if (colon > 0) {
    // `Confirm your appointment: 555012 is our line`
    if (folded.units[end] === 32 && (folded.places[end + 1] ?? 0) >= place.latin) return false;
    if (purposes.some((one) => leads(one, 24))) return true;
    // `Enter these digits in the app: 743095`
    return isTypedSomewhere(candidate, scoring) && hits.some((one) => one.role === role.instruction && leads(one, 40));
  }
  if (folded.units[end] !== 32 || startingAt(hits, end + 1, role.link) === null) return false;
  const begins = start === 0 || /[.!?:\n] ?$/.test(folded.text.slice(Math.max(0, start - 2), start));
  return begins && purposes.some((one) => one.start > end && one.start - end <= 40 && isBare(end, one.start));
}

/** `Enter 690241 in the portal`: a place to type into, and no other number to type. */
function isTypedSomewhere(candidate: Candidate, { reading, candidates, others }: Scoring): boolean {
  if (/^(?:19|20)\d\d$/.test(candidate.value) || others.has(candidate)) return false;
  if (candidates.some((one) => one !== candidate && couldBeTyped(one) && !others.has(one))) return false;
  return reading.hits.some((hit) => hit.role === role.typingPlace);
}

/** `50kW`, `7A12` are more likely something else. */
function couldBeTyped({ form, value }: Candidate): boolean {
  return form !== 'letters' && form !== 'odd' && (form !== 'mixed' || value.length > 4);
}

/** A text that is nothing but a code; nine digits and more are more likely something else. */
function scoreWholeText({ form, value }: Candidate): number {
  return form !== 'letters' && form !== 'password' && form !== 'odd' && value.length >= 4 && value.length <= 8
    ? enough
    : 0;
}

function isOwnLine({ start, end }: Candidate, { folded }: Reading): boolean {
  let before = start;
  while (before > 0 && isFiller(folded.units[before - 1] ?? 0)) before -= 1;
  let after = end;
  while (after < folded.units.length && isFiller(folded.units[after] ?? 0)) after += 1;
  const begins = before === 0 || folded.units[before - 1] === 10;
  return begins && (after === folded.units.length || folded.units[after] === 10);
}

function isWholeText({ start, end }: Candidate, { folded }: Reading): boolean {
  for (let index = 0; index < start; index += 1)
    if (!isFiller(folded.units[index] ?? 0) && folded.units[index] !== 10) return false;
  for (let index = end; index < folded.units.length; index += 1) {
    if (!isFiller(folded.units[index] ?? 0) && folded.units[index] !== 10) return false;
  }
  return true;
}

function isFiller(unit: number): boolean {
  return (
    unit === 32 ||
    unit === 46 ||
    unit === 58 ||
    unit === 44 ||
    unit === 33 ||
    isWrapping(unit) ||
    unit === 93 ||
    unit === 41 ||
    unit === 62
  );
}
