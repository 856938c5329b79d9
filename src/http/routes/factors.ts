import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { freeTries } from '../../domain/factor.ts';
import type { App } from '../../store/apps.ts';
import type { FactorRow } from '../../store/factor-tables.ts';
import type { TryRefused } from '../../store/factor-tries.ts';
import { factorsOf, findFactor, removeFactor, unlockFactors } from '../../store/factors.ts';
import { codesLeft } from '../../store/recovery-codes.ts';
import { AddressRefusedError } from '../../verification/address.ts';
import { type FactorParts, holderOf } from '../../verification/factors/parts.ts';
import { qrCode } from '../../verification/factors/qr.ts';
import { checkRecoveryCode } from '../../verification/factors/recovery.ts';
import { checkTotp, confirmOffer, offerTotp, type TotpOffer } from '../../verification/factors/totp.ts';
import { appOf } from '../app-access.ts';
import type { FindFactorParts } from '../factor-parts.ts';
import { uuidParams } from '../schemas/common.ts';
import { type FactorJson, factorSchema, recoveryJson, subject, totpJson } from '../schemas/factor.ts';
import { problems } from '../schemas/problem.ts';
import { refusalError } from '../verification-refusals.ts';
import type { ApiServer } from './api.ts';

const scope = { scope: 'app' } as const;
const tags = ['factors'];
const shownName = z.string().trim().min(1).max(60);

const wanted = z.strictObject({
  type: z.literal('totp'),
  subject,
  issuer: shownName.optional().describe('Who asks for the codes; default is the name of the app'),
  account: shownName.optional().describe('Whose they are, as a user name; default is `subject`'),
  addresses: z
    .array(z.string().trim().min(1).max(254))
    .max(10)
    .default([])
    .describe('Their phones and mailboxes: codes sent there for no `subject` stand in for the app, too'),
});
const newFactor = factorSchema.extend({
  secret: z.string().describe('For typing it in; shown this once'),
  uri: z.string().describe('`otpauth://totp/…`, which authenticator apps open'),
  qr: z.string().describe('The same as a QR code: an SVG image'),
});
const code = z.string().min(1).max(40);
const entered = z
  .strictObject({
    subject,
    code: code.optional().describe('What the authenticator app shows'),
    recoveryCode: code.optional().describe('One of the recovery codes, in place of `code`'),
  })
  .refine((one) => (one.code === undefined) !== (one.recoveryCode === undefined), {
    message: 'expected either code or recoveryCode',
  });
const checked = z.strictObject({
  valid: z.boolean(),
  reason: z
    .enum(['wrong', 'used'])
    .nullable()
    .describe('`used`: the code was right, but was taken before; the app shows the next one soon'),
  factor: factorSchema.nullable().describe('By which it was right'),
});
const done = { 204: z.null().describe('It is done'), ...problems };

/** Authenticator apps and recovery codes of the people of apps. */
export function factorRoutes(server: ApiServer, partsOf: FindFactorParts): void {
  server.post(
    '/factors',
    {
      config: scope,
      schema: {
        summary: 'Begin to enrol an authenticator app',
        description: 'It counts once a first good code has come. What the person began before is forgotten.',
        tags,
        body: wanted,
        response: { 201: newFactor, ...problems },
      },
    },
    async (request, reply) => {
      const parts = partsOf();
      const app = appOf(request);
      const { subject, issuer = app.name, account = subject, addresses } = request.body;
      const names = { issuer: issuer.slice(0, 60), account: account.slice(0, 60) };
      const wish = { ...names, addresses };
      const { row, secret, uri } = await offer(parts, { appId: app.id, subject }, wish);
      return reply.code(201).send({ ...totpJson(parts.keyring, row), secret, uri, qr: qrCode(uri) });
    },
  );

  server.post(
    '/factors/find',
    {
      config: scope,
      schema: {
        summary: 'List what a person has enrolled',
        description: 'By POST, so that whom it is about stands in no URL.',
        tags,
        body: z.strictObject({ subject }),
        response: { 200: z.strictObject({ factors: z.array(factorSchema) }), ...problems },
      },
    },
    async (request) => {
      const parts = partsOf();
      const { id: appId } = appOf(request);
      const rows = await factorsOf(parts.database, holderOf(parts, { appId, ...request.body }));
      const known = rows.filter(({ ends_at }) => ends_at === null || ends_at > parts.clock.now());
      return { factors: await Promise.all(known.map((row) => show(parts, row))) };
    },
  );

  server.post(
    '/factors/check',
    {
      config: scope,
      schema: {
        summary: 'Check the code of an authenticator app, or a recovery code',
        description: `A code is good once. After ${freeTries} wrong ones in a row each further one has to wait longer.`,
        tags,
        body: entered,
        response: { 200: checked, ...problems },
      },
    },
    async (request) => check(partsOf(), appOf(request), request.body),
  );

  server.post(
    '/factors/unlock',
    {
      config: scope,
      schema: {
        summary: 'Forget the wrong codes of a person',
        description: 'For somebody who is kept out by them, and whom the app knows otherwise.',
        tags,
        body: z.strictObject({ subject }),
        response: done,
      },
    },
    async (request, reply) => {
      const parts = partsOf();
      const { id: appId } = appOf(request);
      const holder = holderOf(parts, { appId, ...request.body });
      await parts.database.write(unlockFactors, { holder, now: parts.clock.now() });
      return reply.code(204).send(null);
    },
  );

  server.get(
    '/factors/:id',
    {
      config: scope,
      schema: {
        summary: 'Show a factor',
        tags,
        params: uuidParams,
        response: { 200: factorSchema, ...problems },
      },
    },
    async (request) => {
      const parts = partsOf();
      const row = await findFactor(parts.database, appOf(request).id, request.params.id);
      if (row === undefined || (row.ends_at !== null && row.ends_at <= parts.clock.now())) throw noSuchFactor();
      return show(parts, row);
    },
  );

  server.post(
    '/factors/:id/confirm',
    {
      config: scope,
      schema: {
        summary: 'Take an authenticator app into use, by a first good code',
        description: `After ${freeTries} wrong ones in a row each further one has to wait longer, also where it is begun anew.`,
        tags,
        params: uuidParams,
        body: z.strictObject({ code }),
        response: { 200: factorSchema, ...problems },
      },
    },
    async (request) => {
      const parts = partsOf();
      const which = { appId: appOf(request).id, id: request.params.id, code: request.body.code };
      const confirmed = await confirmOffer(parts, which);
      if (confirmed.outcome === 'delayed') throw tooMany(confirmed.retryAfterMs);
      return totpJson(parts.keyring, confirmed.row);
    },
  );

  server.delete(
    '/factors/:id',
    { config: scope, schema: { summary: 'Remove a factor', tags, params: uuidParams, response: done } },
    async (request, reply) => {
      const { database, clock } = partsOf();
      const which = { appId: appOf(request).id, id: request.params.id, now: clock.now() };
      if (!(await database.write(removeFactor, which))) throw noSuchFactor();
      return reply.code(204).send(null);
    },
  );
}

/** Throws KeypigeonError, also for an address that is none. */
async function offer(...[parts, who, wish]: Parameters<typeof offerTotp>): Promise<TotpOffer> {
  try {
    return await offerTotp(parts, who, wish);
  } catch (error) {
    if (!(error instanceof AddressRefusedError)) throw error;
    throw refusalError({ refusal: error.refusal, retryAfterMs: null, detail: error.message });
  }
}

async function check(
  parts: FactorParts,
  { id: appId }: App,
  { subject, code, recoveryCode }: z.output<typeof entered>,
): Promise<z.output<typeof checked>> {
  const who = { appId, subject };
  if (code === undefined) {
    const answer = await checkRecoveryCode(parts, who, recoveryCode ?? '');
    return answer.outcome === 'approved' ? approved(recoveryJson(answer.row, answer.left)) : refused(answer);
  }
  const answer = await checkTotp(parts, who, code);
  return answer.outcome === 'approved' ? approved(totpJson(parts.keyring, answer.row)) : refused(answer);
}

function approved(factor: FactorJson): z.output<typeof checked> {
  return { valid: true, reason: null, factor };
}

function refused(answer: { outcome: 'wrong' | 'used' } | TryRefused): z.output<typeof checked> {
  if (answer.outcome === 'delayed') throw tooMany(answer.retryAfterMs);
  return { valid: false, reason: answer.outcome, factor: null };
}

async function show({ database, keyring }: FactorParts, row: FactorRow): Promise<FactorJson> {
  return row.kind === 'totp' ? totpJson(keyring, row) : recoveryJson(row, await codesLeft(database, row.id));
}

function tooMany(retryAfterMs: number | null): KeypigeonError {
  const detail =
    retryAfterMs === null
      ? 'too many wrong codes in a row: another factor opens this one again, or POST /api/v1/factors/unlock'
      : 'too many wrong codes: the next one has to wait as long as Retry-After says';
  return refusalError({ refusal: 'max-checks', retryAfterMs, detail });
}

function noSuchFactor(): KeypigeonError {
  return new KeypigeonError('not-found', 'There is no such factor of this app.');
}
