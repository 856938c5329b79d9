import type { Purpose } from '../domain/verification.ts';
import type { VerificationRow } from '../store/verification-tables.ts';
import type { Hashes } from './hashes.ts';
import type { CheckWish } from './seen.ts';

/**
 * What only one verification is pending for. A session that binds codes to itself has its own, so that whoever begins one
 * for the number of somebody else keeps nobody out.
 */
export function openKey(
  serviceId: string,
  purpose: Purpose,
  destHash: string,
  subjectHash: string,
  bindingHash: string | null,
): string {
  const key = `${serviceId}|${purpose}|${destHash}|${subjectHash}`;
  return bindingHash === null ? key : `${key}|${bindingHash}`;
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
