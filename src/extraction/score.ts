import { type Candidate, longestCode } from './candidates.ts';
import { findCodeWords, isPartOfName } from './code-words.ts';
import { connect, linked, nearness } from './connection.ts';
import { isSoleCode } from './evidence.ts';
import { endingAt, type Hit, startingAt } from './hits.ts';
import { isInstructed } from './instruction.ts';
import { isOwnLine, isWholeText } from './layout.ts';
import { isForbidden, isPointer, isReceipt, isSenders } from './not-to-type.ts';
import { isOffer, reducesPrice } from './offer.ts';
import { otherNumber, otherUnit } from './other-number.ts';
import { isOutdated } from './outdated.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';
import { enough, type Scoring } from './scoring.ts';
import { scoreTerse } from './terse.ts';

/** `Your Acme code is 123`: a text of so many units that says nothing else. */
const shortText = 48;

/** Says how surely each candidate is the code that the text gives; below `enough` it is none. */
export function scoreCandidates(reading: Reading, candidates: readonly Candidate[]): number[] {
  if (candidates.length === 0) return [];
  const words = findCodeWords(reading);
  const advertising = reading.hits.filter((hit) => advertises(hit, reading));
  // What follows `reply STOP` tells how to be left alone.
  const stop = advertising.length > 1 ? reading.folded.text.search(/\bstop\b/) : -1;
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
function advertises(hit: Hit, reading: Reading): boolean {
  const { hits } = reading;
  // `OTP Bank` is a name.
  if (hit.role === role.otherCode)
    return (
      startingAt(hits, hit.start, role.service) === null && !isPartOfName(hit, reading) && !isPrinted(hit, reading)
    );
  return hit.role === role.advertising && startingAt(hits, hit.start, role.purpose) === null;
}

/** A barcode, a QR code or a bank's sort code advertises nothing. */
function isPrinted({ start }: Hit, { folded }: Reading): boolean {
  return /^(?:bar|qr|штрих|strich|sort|swift|bic|ifsc|iban|routing)/.test(folded.text.slice(start, start + 8));
}

function scoreOne(candidate: Candidate, scoring: Scoring): number {
  const { reading } = scoring;
  if (isWholeText(candidate, reading)) return scoreWholeText(candidate);
  if (candidate.form === 'letters') return candidate.isWeak && scoring.advertises ? 0 : enough;
  if (isOutdated(candidate, reading, scoring.words) || isForbidden(candidate, scoring) || isPointer(candidate, reading))
    return 0;
  if (isReceipt(candidate, reading) || isSenders(candidate, reading)) return 0;
  const connection = bestConnection(candidate, scoring);
  if (candidate.form === 'password') return connection > linked ? linked : 0;
  const isOtherKind = connection <= linked ? otherNumber(candidate, scoring) : 0;
  const isTold = isInstructed(candidate, reading);
  const score = scoreWords(candidate, { connection, isTold, isOtherKind }, scoring);
  if (score >= enough || isOtherKind < 0) return score;
  return isSoleCode(candidate, { connection, isTold }, scoring) ? enough : score;
}

interface Findings {
  connection: number;
  isTold: boolean;
  /** Below zero where the word before it calls it another number. */
  isOtherKind: number;
}

function scoreWords(candidate: Candidate, { connection, isTold, isOtherKind }: Findings, scoring: Scoring): number {
  const { reading, words, anyStrong, purposes } = scoring;
  if (words.length === 0) return scoreTerse(candidate, scoring) + isOtherKind;
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
  return connection === 0 && !anyStrong ? Math.max(score, scoreTerse(candidate, scoring) + isOtherKind) : score;
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

/** Six digits are the usual form; words with a digit, years, three digits and long numbers are unusual. */
function formScore(
  { form, value, start }: Candidate,
  connection: number,
  { words, reading, purposes, candidates }: Scoring,
): number {
  if (form === 'prefixed') return value.length === 6 ? enough : 3;
  if (form === 'mixed') {
    if (value.length > longestCode) return connection > linked ? -1 : -6;
    if (isOffer(value) && !words.some((word) => word.strong)) return purposes.length > 0 ? -3 : -6;
    if (connection >= linked) return 0;
    return /^[a-z]+\d{1,4}$/i.test(value) ? -2 : -1;
  }
  if (form === 'dotted') return connection > linked ? 0 : -6;
  if (form === 'odd') return connection >= linked - 1 ? 0 : -1;
  if (value.length === 6) return 1;
  const isOnly = candidates.length === 1 && words.length === 1 && reading.folded.text.length <= shortText;
  const isNext = connection > linked || (connection === linked && isOnly);
  if (value.length === 3) {
    const isNamed = isOnly && words.some((word) => word.end <= start);
    return isNext && (isNamed || words.some((word) => word.strong)) ? 0 : -6;
  }
  if (/^(?:19|20)\d\d$/.test(value) && connection < linked - 1) return -2;
  if (value.startsWith('0') && value.length >= 9) return -2;
  if (form === 'digits' && value.length > 8 && isNext && isOnly) return 0;
  if (form === 'digits' && value.length > 8) return isPhoneNear(start, reading) ? -3 : -1;
  return 0;
}

function isPhoneNear(start: number, { folded }: Reading): boolean {
  return folded.units[start - 1] === 43;
}

/** A text that is nothing but a code; nine digits and more are more likely something else. */
function scoreWholeText({ form, value }: Candidate): number {
  return form !== 'letters' && form !== 'password' && form !== 'odd' && value.length >= 4 && value.length <= 8
    ? enough
    : 0;
}
