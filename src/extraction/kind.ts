import type { CodeKind } from '../domain/code.ts';
import { place } from './fold.ts';
import type { Hit } from './hits.ts';
import type { Reading } from './reading.ts';
import { kindOrder, role } from './roles.ts';

const currencySigns = /[$€£¥₹₽₩₪₫₴₺฿₱₸៛]/;

/** `1,250,000`: only amounts are written so. */
const thousands = /\b\d{1,3}(?:[.,]\d{3}){1,4}\b/;

/** The first of these is for texts without a code, in `kindOrder`. */
const firstWithoutCode = kindOrder.indexOf('sim-change');

/** What a text is about; null where it is about none of what a hub knows. */
export function findKind(reading: Reading, hasCode: boolean): CodeKind | null {
  const named = firstKind(reading, hasCode);
  if (!hasCode) return named;
  if (named !== null && named !== 'one-time-code') return named;
  const isTransaction = reading.hits.some((hit) => hit.role === role.transaction) && hasAmount(reading);
  return isTransaction ? 'transaction-code' : 'one-time-code';
}

function firstKind(reading: Reading, hasCode: boolean): CodeKind | null {
  const { hits } = reading;
  // `… Not you? Change your password` is no reset link where there is none.
  const skipped = hasLink(reading) ? -1 : kindOrder.indexOf('reset-link');
  let first = kindOrder.length;
  for (const hit of hits) {
    if (hit.role !== role.kind || hit.value === skipped) continue;
    if (hit.value >= firstWithoutCode !== hasCode) first = Math.min(first, hit.value);
  }
  return kindOrder[first] ?? null;
}

function hasLink({ addresses, folded }: Reading): boolean {
  return addresses.length > 0 || folded.text.includes('http');
}

function hasAmount(reading: Reading): boolean {
  const { folded, hits } = reading;
  if (currencySigns.test(folded.original) || thousands.test(folded.text)) return true;
  return hits.some((hit) => hit.role === role.currency && isBesideNumber(reading, hit));
}

function isBesideNumber({ folded }: Reading, { start, end }: Hit): boolean {
  const { places } = folded;
  const before = places[start - 1] === place.space ? start - 2 : start - 1;
  const isDotted = folded.units[end] === 46;
  const behind = places[isDotted ? end + 1 : end] === place.space ? end + 1 : end;
  return places[before] === place.digit || places[isDotted ? behind + 1 : behind] === place.digit;
}
