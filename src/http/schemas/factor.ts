import { z } from 'zod';
import { fewRecoveryCodes } from '../../domain/factor.ts';
import type { FactorRow } from '../../store/factor-tables.ts';
import { openTotpPart } from '../../store/factors.ts';
import type { Keyring } from '../../store/keyring.ts';
import { stepMs } from '../../support/totp.ts';
import { isoTime, isoTimeOrNull, toIso, toIsoOrNull, uuid } from './common.ts';

export const subject = z
  .string()
  .min(1)
  .max(64)
  .describe('Whom it is about: one of a kind in the app, and the same as `subject` of their verifications');

export const factorSchema = z
  .strictObject({
    id: uuid,
    type: z.enum(['totp', 'recovery-codes']),
    status: z.enum(['unverified', 'active']).describe('`unverified`: no good code has come yet; it counts for nothing'),
    issuer: z.string().nullable().describe('What the authenticator app shows as who asks; null: recovery codes'),
    account: z.string().nullable().describe('What the authenticator app shows as whose codes they are'),
    createdAt: isoTime,
    lastUsedAt: isoTimeOrNull,
    expiresAt: isoTimeOrNull.describe('When an unverified one is forgotten'),
    clockOffsetSeconds: z
      .number()
      .nullable()
      .describe('How far the clock of the app was ahead at the last code, in steps of 30 s; null: not known yet'),
    codesLeft: z.number().nullable().describe('Recovery codes that were not used; null: an authenticator app'),
    fewLeft: z.boolean().describe(`At most ${fewRecoveryCodes} recovery codes are left: tell them to make new ones`),
  })
  .meta({ id: 'Factor' });
export type FactorJson = z.output<typeof factorSchema>;

export function totpJson(keyring: Keyring, row: FactorRow): FactorJson {
  const { issuer, account } = openTotpPart(keyring, row);
  const clockOffsetSeconds = row.last_step === null ? null : (row.drift * stepMs) / 1000;
  return { ...common(row), type: 'totp', issuer, account, clockOffsetSeconds, codesLeft: null, fewLeft: false };
}

export function recoveryJson(row: FactorRow, codesLeft: number): FactorJson {
  const names = { issuer: null, account: null, clockOffsetSeconds: null };
  return { ...common(row), type: 'recovery-codes', ...names, codesLeft, fewLeft: codesLeft <= fewRecoveryCodes };
}

function common(row: FactorRow) {
  return {
    id: row.id,
    status: row.state === 'active' ? ('active' as const) : ('unverified' as const),
    createdAt: toIso(row.created_at),
    lastUsedAt: toIsoOrNull(row.used_at),
    expiresAt: toIsoOrNull(row.ends_at),
  };
}
