import type { Purpose } from '../domain/verification.ts';
import type { IssueRequest } from '../store/verification-issue.ts';
import type { PersonalPart } from '../store/verification-reads.ts';
import type { VerificationRow } from '../store/verification-tables.ts';
import type { ChannelKind } from './channel.ts';
import { addressFor, type IssueWish } from './issue.ts';

/** The wish to send the code of a pending verification again by this kind. */
export function wishAgain(
  row: VerificationRow,
  personal: PersonalPart,
  kind: ChannelKind,
  clientAddress: string | null,
): IssueWish {
  const { subject, customName, amount, payee, appHash } = personal;
  return {
    to: addressFor(personal, kind),
    kinds: [kind],
    purpose: row.purpose as Purpose,
    ...{ subject, customName, amount, payee, appHash, clientAddress },
    locale: row.locale,
    codeLength: row.code_length,
    ...{ binding: null, customCode: null, idempotency: null },
  };
}

/** It stays the same verification, wherever it goes now: counts of wrong codes and the code go on. */
export function requestAgain(request: IssueRequest, row: VerificationRow): IssueRequest {
  const same = { open_key: row.open_key ?? '', dest_hash: row.dest_hash, code_mac: null };
  return { ...request, row: { ...request.row, ...same }, failureKey: row.limit_key, again: row.id };
}
