import { KeypigeonError } from '../domain/errors.ts';
import type { Refused } from '../domain/verification.ts';
import { verificationErrors } from '../domain/verification-errors.ts';

const daySeconds = 86_400;

/** When to come again, in seconds. What ends only when somebody does something about it is looked at again in a day. */
export function waitSecondsOf(retryAfterMs: number | null): number {
  return retryAfterMs === null ? daySeconds : Math.max(1, Math.ceil(retryAfterMs / 1000));
}

/** Why a code is not sent or not checked, as our own API answers it. */
export function refusalError({
  refusal,
  retryAfterMs,
  detail,
}: Omit<Refused, 'outcome'> & { detail: string | null }): KeypigeonError {
  const { status, title } = verificationErrors[refusal];
  const waits = retryAfterMs === null && status !== 429 ? {} : { retryAfterSeconds: waitSecondsOf(retryAfterMs) };
  return new KeypigeonError(refusal, `${detail ?? title}.`, waits);
}

/** The same for all that is over, expired, of somebody else or never there. */
export function noVerification(): KeypigeonError {
  return new KeypigeonError('not-found', 'There is no such verification, or it is over.');
}
