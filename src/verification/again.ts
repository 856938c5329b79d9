import type { Purpose, Refused } from '../domain/verification.ts';
import type { IssueRequest } from '../store/issue-plan.ts';
import type { PersonalPart } from '../store/verification-reads.ts';
import type { VerificationRow } from '../store/verification-tables.ts';
import type { Advance } from '../store/verification-workflows.ts';
import type { VerifyService } from '../store/verify-services.ts';
import type { ChannelKind } from './channel.ts';
import { addressFor, type IssueWish } from './issue.ts';

/** How a code is to be sent again. */
export interface Again {
  channel: ChannelKind;
  /** Only by this channel of the hub; null: by any. */
  via: string | null;
  clientAddress: string | null;
}

/** A verification whose code may be sent again. */
export interface StillOpen {
  row: VerificationRow;
  personal: PersonalPart;
  service: VerifyService;
}

/** The wish to send the code of a pending verification again. */
export function wishAgain(row: VerificationRow, personal: PersonalPart, again: Again): IssueWish {
  const { channel, via, clientAddress } = again;
  const { subject, customName, amount, payee, appHash } = personal;
  return {
    to: addressFor(personal, channel),
    kinds: [channel],
    purpose: row.purpose as Purpose,
    ...{ subject, customName, amount, payee, appHash, clientAddress },
    locale: row.locale,
    codeLength: row.code_length,
    ...{ binding: null, customCode: null, idempotency: null },
    workflow: [{ channel, via, timeoutMs: 0 }],
  };
}

/** It stays the same verification, wherever it goes now: counts of wrong codes and the code go on. */
export function requestAgain(request: IssueRequest, row: VerificationRow, advance: Advance | null): IssueRequest {
  const same = { open_key: row.open_key ?? '', dest_hash: row.dest_hash, code_mac: null };
  return { ...request, row: { ...request.row, ...same }, failureKey: row.limit_key, again: row.id, advance };
}

/** It is known by its MAC only. */
export const chosenByApp: Refused & { detail: string } = {
  outcome: 'refused',
  refusal: 'bad-parameter',
  retryAfterMs: null,
  detail: 'the app chose this code itself; ask for a verification with it once more',
};
