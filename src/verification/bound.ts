import type { Purpose } from '../domain/verification.ts';
import type { VerificationRow } from '../store/verification-tables.ts';
import type { Hashes } from './hashes.ts';
import type { CheckWish } from './seen.ts';

/**
 * What only one verification is pending for. Each session that says what it is for has its own, so that whoever begins one
 * for the number of somebody else keeps nobody out, and no payment is confirmed by the code of another one.
 */
export function openKey(
  serviceId: string,
  purpose: Purpose,
  destHash: string,
  subjectHash: string,
  sessionHash: string | null,
): string {
  const key = `${serviceId}|${purpose}|${destHash}|${subjectHash}`;
  return sessionHash === null ? key : `${key}|${sessionHash}`;
}

/** null: the code is for no payment. */
export function payloadHash(
  hashes: Hashes,
  { amount, payee }: { amount: string | null; payee: string | null },
): string | null {
  return amount === null && payee === null ? null : hashes.of('payload', JSON.stringify([amount, payee]));
}

/** Is it asked for what the code was made for, by the session that it belongs to? */
export function isBoundTo(
  hashes: Hashes,
  row: VerificationRow,
  { purpose = row.purpose as Purpose, binding }: CheckWish,
): boolean {
  if (purpose !== row.purpose) return false;
  return row.binding_hash === null || (binding !== null && hashes.of('binding', binding) === row.binding_hash);
}
