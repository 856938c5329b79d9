import type { CodeKind } from '../domain/code.ts';
import type { Span } from './addresses.ts';
import type { Hit } from './hits.ts';
import { findNotice } from './notice.ts';
import { place } from './place.ts';
import { endsSentence, type Reading } from './reading.ts';
import { kindOrder, role } from './roles.ts';

const currencySigns = /[$€£¥₹₽₩₪₫₴₺฿₱₸៛]/;

/** `1,250,000`: only amounts are written so. */
const thousands = /\b\d{1,3}(?:[.,]\d{3}){1,4}\b/;

/** The first of these is for texts without a code, in `kindOrder`. */
const firstWithoutCode = kindOrder.indexOf('sim-change');

/** What a text is about; null where it is about none of what a hub knows. `code`: where it stands; null: an origin-bound one's. */
export function findKind(reading: Reading, hasCode: boolean, code: Span | null): CodeKind | null {
  if (!hasCode) return findNotice(reading);
  const named = firstKind(reading);
  if (named !== null && named !== 'one-time-code') return named;
  return isForTransaction(reading, code) ? 'transaction-code' : 'one-time-code';
}

function firstKind({ hits }: Reading): CodeKind | null {
  let first = firstWithoutCode;
  for (const hit of hits) if (hit.role === role.kind && hit.value < first) first = hit.value;
  return first === firstWithoutCode ? null : (kindOrder[first] ?? null);
}

/** An amount with a word of money matters in the text, or in the code's own sentence where the text advertises nothing. */
function isForTransaction(reading: Reading, code: Span | null): boolean {
  const { folded, hits } = reading;
  const amounts = [
    folded.text.search(currencySigns),
    folded.text.search(thousands),
    ...hits.filter((hit) => hit.role === role.currency && isBesideNumber(reading, hit)).map((hit) => hit.start),
  ].filter((index) => index >= 0);
  if (amounts.length === 0) return false;
  if (hits.some((hit) => hit.role === role.transaction)) return true;
  if (code === null || hits.some((hit) => hit.role === role.advertising)) return false;
  return amounts.some((index) => isOneSentence(reading, code, index));
}

const longestSentence = 200;

function isOneSentence({ folded }: Reading, code: Span, index: number): boolean {
  const [from, to] = index < code.start ? [index, code.start] : [code.end, index];
  if (to - from > longestSentence) return false;
  for (let at = from; at < to; at += 1) if (endsSentence(folded, at) && !isAmountsDot(folded, at)) return false;
  return true;
}

/** `Rs. 500`. */
function isAmountsDot({ units, places }: Reading['folded'], index: number): boolean {
  return units[index] === 46 && places[index + 1] === place.space && places[index + 2] === place.digit;
}

function isBesideNumber({ folded }: Reading, { start, end }: Hit): boolean {
  const { places } = folded;
  const before = places[start - 1] === place.space ? start - 2 : start - 1;
  const isDotted = folded.units[end] === 46;
  const behind = places[isDotted ? end + 1 : end] === place.space ? end + 1 : end;
  return places[before] === place.digit || places[isDotted ? behind + 1 : behind] === place.digit;
}
