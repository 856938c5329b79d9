import type { Span } from './addresses.ts';
import { endingAt, firstFrom, startingAt } from './hits.ts';
import { findLetters } from './letters.ts';
import { isNoise } from './noise.ts';
import { readNumber } from './numbers.ts';
import { place } from './place.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';
import { findSpelled } from './spelled.ts';

/** Something in a text that has the form of a code, in folded units. */
export interface Candidate extends Span {
  /** As it is to be typed: without separators and prefix, letters as the text writes them. */
  value: string;
  /** Letters behind a weak word. */
  isWeak?: boolean;
  form: 'prefixed' | 'digits' | 'split' | 'odd' | 'dotted' | 'mixed' | 'password' | 'letters';
}

/** What may be glued to a number and is no part of a code. */
const wordsOfTheirOwn = new Set<number>([
  role.code,
  role.weakCode,
  role.link,
  role.instruction,
  role.purpose,
  role.currency,
  role.warning,
  role.behindService,
  role.lifetime,
]);
/** Longer ones are passwords at most, and only a strong word makes them that. */
export const longestCode = 12;
const longestMixed = 20;
const hyphen = 45;
/** Letters of a prefix that a site shows beside the field; from four on only right behind a code word. */
const longestPrefix = 5;
const longestBarePrefix = 3;
/** The ending that a language ties to a number with a hyphen. */
const longestEnding = 4;
/** Real texts have a handful; what a hostile one has beyond the first and the last is not looked at. */
const mostCandidates = 96;
const lastOnes = 32;

/** What has the form of a code and is no amount, date, phone number or part of an address; in the order of the text. */
export function findCandidates(reading: Reading): Candidate[] {
  const found = findSpaced(reading);
  found.push(...findLetters(reading), ...findSpelled(reading));
  const { places, units } = reading.folded;
  let index = 0;
  let address = 0;
  while (index < units.length) {
    const skip = reading.addresses[address];
    if (skip !== undefined && index >= skip.start) {
      index = Math.max(index, skip.end);
      address += 1;
      continue;
    }
    const here = places[index] ?? 0;
    if (here !== place.digit && here !== place.latin) {
      index += 1;
      continue;
    }
    if (here === place.latin) {
      // Most words stand before no number.
      let end = index + 1;
      while (places[end] === place.latin) end += 1;
      if (places[end] !== place.digit && units[end] !== hyphen) {
        index = end;
        continue;
      }
    }
    const token = readToken(reading, index);
    index = token.end;
    if (token.candidate !== null) found.push(token.candidate);
  }
  if (found.length < 2) return found;
  const sorted = withoutOverlaps(found.sort((a, b) => a.start - b.start || b.end - a.end));
  if (sorted.length <= mostCandidates) return sorted;
  return [...sorted.slice(0, mostCandidates - lastOnes), ...sorted.slice(-lastOnes)];
}

interface Token {
  end: number;
  candidate: Candidate | null;
}

/** The run of ASCII letters and digits that starts here, with the groups that belong to it. */
function readToken(reading: Reading, start: number): Token {
  const { places, units } = reading.folded;
  if (places[start] === place.digit) return readDigits(reading, start);
  let end = start;
  while (places[end] === place.latin) end += 1;
  if (units[end] === 45 && places[end + 1] === place.digit && end - start <= longestPrefix) {
    const prefixed = readPrefixed(reading, start, end);
    if (prefixed !== null) return prefixed;
  }
  if (places[end] !== place.digit) return { end: Math.max(end, start + 1), candidate: null };
  const glued = readGlued(reading, start, end);
  if (glued !== null) return glued;
  // `otp123456`, `rs500`: a word that the text's language knows, glued to a number.
  if (isKnownWord(reading, start, end) && !hasLetterBehindDigits(reading, end)) return { end, candidate: null };
  return readMixed(reading, start);
}

function readDigits(reading: Reading, start: number): Token {
  const { places, units } = reading.folded;
  let end = start;
  while (places[end] === place.digit) end += 1;
  if (places[end] === place.latin && !isGluedWord(reading, start, end)) return readMixed(reading, start);
  const inner = units[end] === 45 && isMixedGroup(reading, end + 1);
  if (inner) return readMixed(reading, start);
  const number = readNumber(reading, start);
  if (number.candidate === null || isNoise(reading, number.candidate)) return { end: number.end, candidate: null };
  return number;
}

/** `G-123456`, `FB-12345`: the letters are the sender's, the digits are the code. */
function readPrefixed(reading: Reading, start: number, dash: number): Token | null {
  const { places, text } = reading.folded;
  let end = dash + 1;
  while (places[end] === place.digit) end += 1;
  const digits = end - dash - 1;
  if (digits < 4 || digits > 8 || places[end] === place.latin || goesOn(reading, end)) return null;
  if (!isUpper(reading, start) || isPartOfPath(reading, start)) return null;
  if (dash - start > longestBarePrefix && (digits < 5 || !isUpper(reading, dash - 1) || !followsCode(reading, start)))
    return null;
  // `OTP-5502`
  if ([role.code, role.weakCode].some((one) => endingAt(reading.hits, dash, one) !== null)) return null;
  // `REF-4417`
  if (startingAt(reading.hits, start, role.otherNumber)?.end === dash) return null;
  // `KV-5280` is written on no other code's field than its own.
  const isWhole = dash - start > 1 && digits === 4 && startingAt(reading.hits, start, role.service)?.end !== dash;
  if (isWhole)
    return { end, candidate: { start, end, value: written(reading, start, end).replace('-', ''), form: 'mixed' } };
  return { end, candidate: { start, end, value: text.slice(dash + 1, end), form: 'prefixed' } };
}

/** `OTP ABKD-573920`, `OTP is ABKD-573920`: a strong code word before it, with no more than a link between. */
function followsCode({ folded, hits }: Reading, start: number): boolean {
  let end = start;
  while (end > 0 && start - end < 3 && (folded.units[end - 1] === 32 || folded.units[end - 1] === 58)) end -= 1;
  if (endingAt(hits, end, role.code) !== null) return true;
  const link = endingAt(hits, end, role.link);
  return link !== null && endingAt(hits, link.start - 1, role.code) !== null;
}

/** `G-481920-12`; not where an ending is tied to it: `G-481920-ը`, `G-481920-as`. */
function goesOn({ folded }: Reading, end: number): boolean {
  if (folded.units[end] !== 45) return false;
  let next = end + 1;
  while ((folded.places[next] ?? 0) >= place.latin) next += 1;
  return next === end + 1 || next - end - 1 > longestEnding || folded.places[next] === place.digit;
}

/** `YourOtpIs481920`: words without a space, each with a capital, the last of them a code word. */
function readGlued({ folded }: Reading, start: number, digits: number): Token | null {
  if (digits - start < 6) return null;
  const { original, origins, places, text } = folded;
  const words = original.slice(origins[Math.max(start, digits - longestMixed)], origins[digits]);
  if (!/[a-z](?:OTP|Otp|Code|CODE|PIN|Pin|Passcode|Password)(?:Is|is|IS)?$/.test(words)) return null;
  if (/(?:bar|zip|post|promo|qr|coupon|gift|voucher|discount|area|dress|error|country|pin)code/i.test(words))
    return null;
  let end = digits;
  while (places[end] === place.digit) end += 1;
  if (end - digits < 4 || end - digits > 8 || places[end] === place.latin) return null;
  return { end, candidate: { start: digits, end, value: text.slice(digits, end), form: 'prefixed' } };
}

/** `AB12CD`, `a7f3-9c2e`. */
function readMixed(reading: Reading, start: number): Token {
  const { units, text } = reading.folded;
  let end = endOfRun(reading, start);
  const first = end - start;
  if (units[end] === 45 && first >= 3 && first <= 5) {
    const second = endOfRun(reading, end + 1) - end - 1;
    if (second >= 3 && second <= 5 && units[end + 1 + second] !== 45) end += 1 + second;
  } else if (units[end] === 32 && first === 4 && endOfRun(reading, end + 1) === end + 5) {
    // `abd3 1985`
    if (/\d/.test(text.slice(end + 1, end + 5)) && !/^\d+$/.test(text.slice(start, end))) end += 5;
  }
  // `1a2b-3c4d-5e6f`
  let next = end;
  while (units[next] === 45 && first >= 3 && first <= 5 && endOfRun(reading, next + 1) === next + 1 + first)
    next += 1 + first;
  if (next > end && units[next] !== 45) end = next;
  const run = text.slice(start, end);
  const letters = run.replace(/[- ]/g, '');
  const isTail = /^x+\d{2,8}$/.test(run) || /^\d{2,8}x{2,}\d*$/.test(run);
  const isCode =
    letters.length >= 4 && letters.length <= longestMixed && /\d/.test(run) && /[a-z]/.test(run) && !isTail;
  // `17h51`, `14u30`: times.
  if (/^\d{1,2}[hu]\d{2}(?:m|min)?$/.test(run)) return { end, candidate: null };
  if (!isCode || isPartOfPath(reading, start) || isPartOfPath(reading, end, true)) return { end, candidate: null };
  if (/^\d{1,9}[a-z]{1,6}$/.test(run) && isUnitAt(reading, start + (/^\d+/.exec(run)?.[0].length ?? 0), end)) {
    return { end, candidate: null };
  }
  const candidate: Candidate = { start, end, value: written(reading, start, end).replace(/[- ]/g, ''), form: 'mixed' };
  return { end, candidate: isNoise(reading, candidate) ? null : candidate };
}

function endOfRun({ folded }: Reading, start: number): number {
  let end = start;
  while (folded.places[end] === place.digit || isAsciiLetter(folded.units[end] ?? 0)) end += 1;
  return Math.max(end, start + (folded.places[start] === place.latin ? 1 : 0));
}

function isAsciiLetter(unit: number): boolean {
  return unit >= 97 && unit <= 122;
}

function isMixedGroup(reading: Reading, start: number): boolean {
  const run = reading.folded.text.slice(start, Math.min(endOfRun(reading, start), start + 6));
  return /^(?=.*[a-z])(?=.*\d)[a-z\d]{3,5}$/.test(run);
}

/** `4657Shop`, `123456is`: a word begins right behind the digits. */
function isGluedWord(reading: Reading, start: number, end: number): boolean {
  if (end - start < 4 || end - start > 8) return false;
  const { text } = reading.folded;
  const word = /^[a-z']+/.exec(text.slice(end, end + 24))?.[0] ?? '';
  if (/\d/.test(text.charAt(end + word.length))) return false;
  const isCapitalized = isUpper(reading, end) && !isUpper(reading, end + 1) && word.length >= 3;
  return isCapitalized || (word.length >= 2 && isKnownWord(reading, end, end + word.length));
}

function isKnownWord({ hits }: Reading, start: number, end: number): boolean {
  for (let at = firstFrom(hits, start); at < hits.length && hits[at]?.start === start; at += 1) {
    const hit = hits[at];
    if (hit !== undefined && hit.end >= end && wordsOfTheirOwn.has(hit.role)) return true;
  }
  return [role.code, role.weakCode, role.link].some((one) => endingAt(hits, end, one) !== null);
}

function hasLetterBehindDigits({ folded }: Reading, from: number): boolean {
  let end = from;
  while (folded.places[end] === place.digit) end += 1;
  return folded.places[end] === place.latin;
}

function isUnitAt({ hits }: Reading, start: number, end: number): boolean {
  return [role.unit, role.otherUnit, role.currency].some((one) => startingAt(hits, start, one)?.end === end);
}

/** `x/123456`, `a.123456`, `a_1234`: part of something longer. */
function isPartOfPath(reading: Reading, index: number, isBehind = false): boolean {
  const { units, places } = reading.folded;
  const sign = units[isBehind ? index : index - 1] ?? 0;
  const beyond = places[isBehind ? index + 1 : index - 2] ?? 0;
  return (
    (sign === 47 || sign === 95 || sign === 64 || sign === 38 || sign === 46) &&
    beyond >= place.digit &&
    beyond <= place.latin
  );
}

function isUpper({ folded }: Reading, index: number): boolean {
  const unit = folded.original.charCodeAt(folded.origins[index] ?? 0);
  return (unit >= 65 && unit <= 90) || (unit >= 0xff21 && unit <= 0xff3a);
}

/** As the text writes it, narrow. */
function written(reading: Reading, start: number, end: number): string {
  let value = '';
  for (let index = start; index < end; index += 1) {
    const sign = reading.folded.text.charAt(index);
    value += isUpper(reading, index) ? sign.toUpperCase() : sign;
  }
  return value;
}

/** `1 u 8 k u f` on a line of its own. */
function findSpaced(reading: Reading): Candidate[] {
  const found: Candidate[] = [];
  if (!beginsSpaced(reading)) return found;
  for (const match of reading.folded.text.matchAll(/^ ?([a-z\d](?: [a-z\d]){3,7}) ?$/gm)) {
    const inner = match[1] ?? '';
    if (!/\d/.test(inner) || !/[a-z]/.test(inner)) continue;
    const start = match.index + match[0].indexOf(inner);
    const end = start + inner.length;
    found.push({ start, end, value: written(reading, start, end).replaceAll(' ', ''), form: 'mixed' });
  }
  return found;
}

/** Whether on some line every other unit is a space. */
function beginsSpaced({ folded: { text, units } }: Reading): boolean {
  for (let line = 0; ; ) {
    const start = units[line] === 32 ? line + 1 : line;
    if (units[start + 1] === 32 && units[start + 3] === 32 && units[start + 5] === 32) return true;
    line = text.indexOf('\n', line) + 1;
    if (line === 0) return false;
  }
}

function withoutOverlaps(sorted: Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of sorted) if (candidate.start >= (kept.at(-1)?.end ?? 0)) kept.push(candidate);
  return kept;
}
