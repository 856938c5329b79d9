import type { Span } from './addresses.ts';
import type { Candidate } from './candidates.ts';
import { firstFrom, startingAt } from './hits.ts';
import { isForOwner } from './instruction.ts';
import { place } from './place.ts';
import { endsSentence, isColon, isWrapping, type Reading } from './reading.ts';
import { kindOrder, role } from './roles.ts';
import type { Scoring } from './scoring.ts';
import { findStatedLifetime } from './stated-lifetime.ts';

/** What ties a candidate to the text: points of its code word, and whether an instruction stands right beside it. */
export interface Ties {
  connection: number;
  isTold: boolean;
}

/** Points from which the only number in a text is its code. */
const sure = 5;
/** How far a code word stands behind a warning or before it, where it is what the warning is about. */
const warningBefore = 16;
const warningBehind = 8;
const longestWarning = 48;
/** ` de uso unico `. */
const longestQualifier = 24;
/** Kinds before this one go with a code. */
const codeKinds = kindOrder.indexOf('sim-change');

/**
 * Whether the text as a whole makes its only plausible number a code, in whatever words: it says what to do with the
 * number, whom not to tell, how long it lasts. None of these alone is enough, and an advertisement never is.
 */
export function isSoleCode(candidate: Candidate, ties: Ties, scoring: Scoring): boolean {
  const { reading, words, purposes } = scoring;
  if (scoring.advertises || !isPlausible(candidate, scoring)) return false;
  const { hits } = reading;
  const warned = hits.some((hit) => hit.role === role.warning);
  if (isForOwner(candidate, reading)) return true;
  const isLasting = () => findStatedLifetime(reading) !== null;
  // `Use 550731 to pay. Never tell anyone.`
  const length = candidate.value.length;
  if (ties.isTold && (warned || words.length > 0 || (length > 4 && isLasting()))) return true;
  if (scoring.candidates.some((one) => one !== candidate && (isPlausible(one, scoring) || isPhone(one)))) return false;
  if (ties.connection >= 2) {
    if (words.every((word) => isInWarning(word, reading))) return false;
    const said = [
      warned,
      isLasting(),
      purposes.length > 0,
      scoring.anyStrong,
      length === 6,
      hits.some((hit) => hit.role === role.instruction && hit.end <= candidate.start),
      hits.some((hit) => hit.role === role.kind && hit.value < codeKinds),
      words.some((word) => qualifies(word, candidate, reading)),
    ];
    return ties.connection + said.filter(Boolean).length >= sure;
  }
  // `Acme: 481920. Do not share it.`
  // `481920 to change your number. Never share it.`
  const isForPurpose = purposes.some((one) => one.start >= candidate.end && one.start - candidate.end <= 6);
  const isApart = () => standsAlone(candidate, reading) || (isForPurpose && isLasting());
  return warned && length >= 5 && isApart() && !isWarnedOf(candidate, reading);
}

/** Four to eight digits that nothing makes another number. */
function isPlausible(candidate: Candidate, { others }: Scoring): boolean {
  const { form, value } = candidate;
  if ((form !== 'digits' && form !== 'split') || value.length < 4 || value.length > 8) return false;
  return !others.has(candidate) && !/^(?:19|20)\d\d$/.test(value);
}

/** A number to call in a text that does not call it so is more than a remark. */
function isPhone({ form, value }: Candidate): boolean {
  return form === 'digits' && value.length >= 9 && value.startsWith('0');
}

/** It begins a clause, and ends it or is said to last: `Acme: 481920 (…`, `[Acme] 481920 is valid for …`. */
function standsAlone({ start, end }: Candidate, { folded, hits }: Reading): boolean {
  const { units, places } = folded;
  if (isSaidToLast(end, { folded, hits })) return true;
  let before = start;
  while (before > 0 && (places[before - 1] === place.space || isWrapping(units[before - 1] ?? 0))) before -= 1;
  const unit = units[before - 1] ?? 10;
  if (before > 0 && !isColon(unit) && unit !== 93 && unit !== 10 && unit !== 45 && unit !== 59) return false;
  let after = end;
  while (places[after] === place.space || isWrapping(units[after] ?? 0)) after += 1;
  if (after > end && units[after - 1] === 40) return true;
  if (after >= units.length || endsSentence(folded, after) || units[after] === 45 || units[after] === 44) return true;
  // `481920 Acme. Do not share.`
  return startingAt(hits, after, role.service) !== null;
}

/** `481920 is valid for …` */
function isSaidToLast(end: number, { folded, hits }: Pick<Reading, 'folded' | 'hits'>): boolean {
  const next = folded.places[end] === place.space ? end + 1 : end;
  const link = startingAt(hits, next, role.link);
  return startingAt(hits, link === null ? next : link.end + 1, role.lifetime) !== null;
}

/** `code de retrait 4819`: nothing but a few letters stands between the word and the number. */
function qualifies({ end }: Span, { start }: Candidate, { folded }: Reading): boolean {
  return end < start && start - end <= longestQualifier && !/[\d.,:;!?()\n]/.test(folded.text.slice(end, start));
}

/** `never share your OTP`: the word belongs to the warning and names no code of this text. */
function isInWarning(word: Span, { folded, hits }: Reading): boolean {
  for (let at = firstFrom(hits, word.start - longestWarning); at < hits.length; at += 1) {
    const hit = hits[at];
    if (hit === undefined || hit.start > word.end + warningBehind) return false;
    if (hit.role !== role.warning) continue;
    const between =
      hit.end <= word.start ? folded.text.slice(hit.end, word.start) : folded.text.slice(word.end, hit.start);
    const room = hit.end <= word.start ? warningBefore : warningBehind;
    if (between.length <= room && !/[\d.:;!?,\n]/.test(between)) return true;
  }
  return false;
}

/** `Never call 481920`: the number itself is what the warning is about. */
function isWarnedOf({ start }: Candidate, { hits }: Reading): boolean {
  for (let at = firstFrom(hits, start) - 1; at >= 0 && (hits[at]?.start ?? 0) > start - 24; at -= 1) {
    const hit = hits[at];
    if (hit?.role === role.warning && start - hit.end <= 2) return true;
  }
  return false;
}
