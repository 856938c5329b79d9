import type { PersonalPart } from '../../../store/verification-reads.ts';
import type { SendRow, VerificationRow } from '../../../store/verification-tables.ts';
import { type SeenVerification, statusOf } from '../../../verification/seen.ts';
import { toSid } from '../sids.ts';
import { isoSeconds, prefixes } from './answer.ts';

/** The Verification resource of Twilio Verify, version 2. */
export function verificationResource({ row, personal, sends }: SeenVerification, base: string, now: number): object {
  const common = commonFields(row, personal, statusOf(row, now));
  return {
    ...common,
    lookup: { carrier: null },
    send_code_attempts: sends.map(attemptOf),
    sna: null,
    url: `${base}/v2/Services/${common.service_sid}/Verifications/${common.sid}`,
  };
}

/** The VerificationCheck resource: the last wrong code still finds it `pending`. */
export function checkResource(row: VerificationRow, personal: PersonalPart | null): object {
  return { ...commonFields(row, personal, row.status), sna_attempts_error_codes: [] };
}

function commonFields(row: VerificationRow, personal: PersonalPart | null, status: string) {
  return {
    sid: toSid(prefixes.verification, row.id),
    service_sid: toSid(prefixes.service, row.service_id),
    account_sid: row.app_id,
    to: personal?.to ?? null,
    channel: row.channel,
    status,
    valid: status === 'approved',
    amount: personal?.amount ?? null,
    payee: personal?.payee ?? null,
    date_created: isoSeconds(row.created_at),
    date_updated: isoSeconds(row.updated_at),
  };
}

function attemptOf({ id, kind, created_at }: SendRow) {
  return { attempt_sid: toSid(prefixes.attempt, id), channel: kind, time: isoSeconds(created_at) };
}
