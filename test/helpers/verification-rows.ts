import type { VerificationRow } from '../../src/store/verification-tables.ts';

/** One of a text that is pending since `now`, as stored. */
export function verificationRow(id: string, now: number): VerificationRow {
  return {
    ...{ id, app_id: 'AC1', service_id: 's', purpose: 'login', open_key: id, dest_hash: 'd', limit_key: 'l' },
    ...{ region: 'US', channel: 'sms', status: 'pending', sealed: null, key_id: 'k', salt: 's', code_mac: null },
    ...{ code_length: 6, binding_hash: null, payload_hash: null, locale: 'en', test: 0, attempts: 0, max_attempts: 5 },
    ...{ sends: 1, max_sends: 5, last_send_at: now, next_send_at: now, created_at: now, updated_at: now },
    ...{ expires_at: now + 600_000, ended_at: null, due_at: null },
  };
}
