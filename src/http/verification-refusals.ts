import { KeypigeonError } from '../domain/errors.ts';
import type { Refused } from '../domain/verification.ts';
import { verificationErrors } from '../domain/verification-errors.ts';

/** Why a code is not sent or not checked, as our own API answers it. A 429 without an end is told to come in a day. */
export function refusalError({
  refusal,
  retryAfterMs,
  detail,
}: Omit<Refused, 'outcome'> & { detail: string | null }): KeypigeonError {
  const { status, title } = verificationErrors[refusal];
  const waits = retryAfterMs === null ? {} : { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)) };
  const without = retryAfterMs === null && status === 429 ? { retryAfterSeconds: daySeconds } : waits;
  return new KeypigeonError(refusal, `${detail ?? title}.`, without);
}

const daySeconds = 86_400;

/** The same for all that is over, expired, of somebody else or never there. */
export function noVerification(): KeypigeonError {
  return new KeypigeonError('not-found', 'There is no such verification, or it is over.');
}
