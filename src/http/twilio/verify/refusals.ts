import type { VerificationRefusal } from '../../../domain/verification.ts';
import { waitSecondsOf } from '../../verification-refusals.ts';
import type { TwilioCode } from '../error-table.ts';
import { TwilioError } from '../errors.ts';

const codes: Record<VerificationRefusal, TwilioCode> = {
  'max-checks': '60202',
  'max-sends': '60203',
  'too-soon': '60212',
  'destination-limit': '60212',
  'address-limit': '20429',
  'prefix-limit': '60410',
  'region-limit': '20429',
  'app-limit': '20429',
  blocked: '60410',
  'daily-cost': '20429',
  'region-denied': '60605',
  landline: '60205',
  'number-blocked': '60410',
  'not-an-address': '60200',
  'no-channel': '60223',
  'stronger-factor': '60410',
  'bad-parameter': '60200',
};

/** Why a code is not issued or not checked, in Twilio's numbers. */
export function refusalOf(
  refusal: VerificationRefusal,
  { detail, retryAfterMs }: { detail: string | null; retryAfterMs: number | null },
): TwilioError {
  return new TwilioError(codes[refusal], detail ?? undefined, { retryAfterSeconds: waitSecondsOf(retryAfterMs) });
}

/** A parameter that is not what was expected. */
export function badParameter(detail: string): TwilioError {
  return new TwilioError('60200', detail);
}
