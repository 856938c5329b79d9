import type { Purpose, Refused } from '../domain/verification.ts';
import type { Checked } from '../store/verification-check.ts';
import type { PersonalPart } from '../store/verification-reads.ts';
import type { SendRow, VerificationRow } from '../store/verification-tables.ts';

/** A verification as its app sees it. */
export interface SeenVerification {
  row: VerificationRow;
  /** null: erased. */
  personal: PersonalPart | null;
  sends: readonly SendRow[];
}

/** Which verification is meant. */
export type WhichVerification = { id: string } | { to: string; purpose: Purpose; subject: string | null };

/** What somebody typed, with what the code may be bound to. */
export interface CheckWish {
  code: string;
  /** What it is to be good for; undefined: what the verification was begun for. */
  purpose?: Purpose | undefined;
  binding: string | null;
  amount: string | null;
  payee: string | null;
}

/** `resent`, `same`: one was pending; `same` was not sent again, for it was just now. */
export type IssueAnswer =
  | (SeenVerification & { outcome: 'created' | 'resent' | 'same' })
  | (Refused & { detail: string | null })
  | { outcome: 'key-reused' };

/** `gone`: over, expired or never there: no difference is made between these. */
export type CheckAnswer =
  | { checked: Exclude<Checked, { outcome: 'gone' }>; row: VerificationRow; personal: PersonalPart | null }
  | { checked: { outcome: 'gone' } };

/** What the row says, and what time has made of it since. */
export function statusOf(
  row: Pick<VerificationRow, 'status' | 'expires_at' | 'attempts' | 'max_attempts'>,
  now: number,
): string {
  if (row.status !== 'pending') return row.status;
  if (row.expires_at <= now) return 'expired';
  return row.attempts >= row.max_attempts ? 'max_attempts_reached' : 'pending';
}
