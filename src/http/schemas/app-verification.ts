import { z } from 'zod';
import { writeMoney } from '../../domain/money.ts';
import { maskAddress } from '../../domain/proof.ts';
import type { AppVerification } from '../../store/app-verifications.ts';
import type { Keyring } from '../../store/keyring.ts';
import { openPersonal } from '../../store/verification-reads.ts';
import type { SendRow } from '../../store/verification-tables.ts';
import type { TrailEntry } from '../../store/verification-trail.ts';
import { statusOf } from '../../verification/seen.ts';
import { toSid } from '../twilio/sids.ts';
import { prefixes } from '../twilio/verify/answer.ts';
import { isoTime, isoTimeOrNull, toIso, toIsoOrNull, uuid } from './common.ts';
import { money } from './money.ts';

export const attempt = z.strictObject({
  number: z.number().describe('1 is the first'),
  channel: z.string().describe('`sms`, `call` or `email`'),
  by: z.string().nullable().describe('What took it, as `line` or a provider; null: nothing so far'),
  provider: z.string().nullable().describe('The source or provider in particular'),
  line: z.string().nullable().describe('Id of the own line that sent it'),
  state: z.string().describe('`queued`, `sending`, `sent`, `delivered`, `undelivered`, `failed`, `unknown` or `test`'),
  reason: z.string().nullable().describe('Why it did not arrive, in one line'),
  errorCode: z.number().nullable().describe('As the provider names it'),
  cost: money.nullable().describe('By the price table, or as the provider said; null: not known, or it has not left'),
  createdAt: isoTime,
  updatedAt: isoTime,
});

const fields = {
  id: uuid,
  sid: z.string().describe('Its name at the Twilio-compatible API, `VE…`'),
  service: z.string().nullable().describe('Name of the service; null: it was removed'),
  to: z.string().nullable().describe('Number or mailbox, masked as `+1…03`; null: erased'),
  region: z.string().nullable().describe('Country of the number, ISO 3166'),
  purpose: z.string(),
  status: z.string().describe('`pending`, `approved`, `canceled`, `expired` or `max_attempts_reached`'),
  test: z.boolean().describe('A test number: nothing was sent'),
  checks: z.number().describe('Codes that were entered'),
  mostChecks: z.number(),
  attempts: z.array(attempt).describe('Tries to send the code, in order'),
  createdAt: isoTime,
  expiresAt: isoTime,
  endedAt: isoTimeOrNull,
};

export const trail = z
  .array(
    z.strictObject({
      at: isoTime,
      event: z
        .string()
        .describe('As `created`, `resent`, `fall-back`, `wrong-code`, `approved`, `canceled` or `expired`'),
      detail: z.string().nullable().describe('One word or number more'),
    }),
  )
  .describe('What befell it, in order');

/** A verification as the owner of its app sees it: never a code, and no whole address. */
export const appVerificationSchema = z.strictObject(fields).meta({ id: 'AppVerification' });
export const trailedVerificationSchema = z
  .strictObject({
    ...fields,
    trail,
  })
  .meta({ id: 'TrailedVerification' });

/** What is kept back for them is no cost yet. */
const notLeft = new Set(['queued', 'sending']);

type Json = z.output<typeof appVerificationSchema>;

export function toAppVerificationJson(
  { row, serviceName, sends }: AppVerification,
  keyring: Keyring,
  now: number,
): Json {
  const to = openPersonal(keyring, row)?.to ?? null;
  return {
    id: row.id,
    sid: toSid(prefixes.verification, row.id),
    service: serviceName,
    to: to === null ? null : maskAddress(to),
    region: row.region,
    purpose: row.purpose,
    status: statusOf(row, now),
    test: row.test === 1,
    checks: row.attempts,
    mostChecks: row.max_attempts,
    attempts: sends.map(toAttemptJson),
    createdAt: toIso(row.created_at),
    expiresAt: toIso(row.expires_at),
    endedAt: toIsoOrNull(row.ended_at),
  };
}

export function toTrailJson({ at, event, detail }: TrailEntry) {
  return { at: toIso(at), event, detail };
}

export function toAttemptJson(send: SendRow): z.output<typeof attempt> {
  return {
    number: send.number,
    channel: send.kind,
    by: send.channel,
    provider: send.provider,
    line: send.line,
    state: send.state,
    reason: send.reason,
    errorCode: send.error_code,
    cost: send.cost_micros === null || notLeft.has(send.state) ? null : writeMoney(send.cost_micros),
    createdAt: toIso(send.created_at),
    updatedAt: toIso(send.updated_at),
  };
}
