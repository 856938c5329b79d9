import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { typedCode } from '../../domain/typed.ts';
import { purposes } from '../../domain/verification.ts';
import { listAppVerifications } from '../../store/app-verifications.ts';
import { openPersonal } from '../../store/verification-reads.ts';
import { trailOf } from '../../store/verification-trail.ts';
import type { VerifyService } from '../../store/verify-services.ts';
import type { IssueAnswer, SeenVerification } from '../../verification/seen.ts';
import type { HubApi } from '../api.ts';
import { appOf } from '../app-access.ts';
import { toTrailJson, trail } from '../schemas/app-verification.ts';
import { nextCursor, pageQuery, uuidParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import {
  channelKind,
  checkedSchema,
  client,
  newVerification,
  payment,
  toCheckedJson,
  toIssueWish,
  toVerificationJson,
  verificationSchema,
} from '../schemas/verification.ts';
import { fromSid } from '../twilio/sids.ts';
import { baseOf } from '../twilio/verify/answer.ts';
import { noVerification, refusalError } from '../verification-refusals.ts';
import type { ApiServer } from './api.ts';

const tags = ['verifications'];
const page = z.strictObject({
  verifications: z.array(verificationSchema).describe('Newest first'),
  next: z.string().nullable().describe('`before` of the next page; null: this is the last one'),
});
const idempotencyKey = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .describe('The same key and body within 24 hours get the same verification, and nothing is sent twice');
const entered = z.strictObject({
  code: z
    .string()
    .max(64)
    .transform(typedCode)
    .pipe(z.string().min(1).max(32))
    .describe('What the person typed, in the digits of any script; blanks and hyphens do not count'),
  purpose: z
    .enum(purposes)
    .optional()
    .describe('What the code is to be good for: 404 where it was begun for something else'),
  binding: z.string().min(1).max(256).optional().describe('The token that the code was bound to'),
  payment: payment.optional(),
});
const again = z.strictObject({
  channel: channelKind.optional().describe('Default is the one by which it was sent last'),
  client: client.optional(),
});

/** Verifications of an app: send somebody a code, then ask whether what they typed is right. */
export function verificationRoutes(server: ApiServer, hub: HubApi): void {
  server.post(
    '/verifications',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'Send somebody a code',
        description:
          'While one is pending for the same address, purpose, subject, binding, payment and `returnUrl`, its code is sent again: the same code, with the checks that are left. Answers 201 for a new one, 200 for one that was there.',
        tags,
        headers: z.looseObject({ 'idempotency-key': idempotencyKey }),
        body: newVerification,
        response: { 200: verificationSchema, 201: verificationSchema, ...problems },
      },
    },
    async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const idempotency = key === undefined ? null : { key, body: JSON.stringify(request.body) };
      const service = await serviceOf(hub, request, request.body.service);
      const wish = toIssueWish(request.body, { idempotency, pageHost: pageHost(baseOf(hub, request)) });
      const issued = demandIssued(await hub.verifying.issue(appOf(request), service, wish));
      return reply.code(issued.outcome === 'created' ? 201 : 200).send(toVerificationJson(issued, hub.clock.now()));
    },
  );

  server.get(
    '/verifications',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'List verifications of the app',
        tags,
        querystring: z.strictObject(pageQuery),
        response: { 200: page, ...problems },
      },
    },
    async (request) => {
      const { before, limit } = request.query;
      const { database, keyring, clock } = hub;
      const found = await listAppVerifications(database, { appId: appOf(request).id, before, limit });
      const verifications = found.map(({ row, sends }) =>
        toVerificationJson({ row, sends, personal: openPersonal(keyring, row) }, clock.now()),
      );
      return { verifications, next: nextCursor(verifications, limit) };
    },
  );

  server.get(
    '/verifications/:id',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'Read one verification',
        tags,
        params: uuidParams,
        response: { 200: verificationSchema, ...problems },
      },
    },
    async (request) => toVerificationJson(await demandFound(hub, request), hub.clock.now()),
  );

  server.get(
    '/verifications/:id/trail',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'What befell a verification',
        description: 'Each send, fall-back, wrong code and end with its time; never a code or an address.',
        tags,
        params: uuidParams,
        response: { 200: z.strictObject({ trail }), ...problems },
      },
    },
    async (request) => {
      const { row } = await demandFound(hub, request);
      return { trail: (await trailOf(hub.database, row.id)).map(toTrailJson) };
    },
  );

  server.post(
    '/verifications/:id/check',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'Is this the code?',
        description:
          '`correct` says it. Five codes are looked at, whatever is sent again; then 429 `max-checks`. 404 for all that is over, expired or never there, and where `purpose` or `binding` is not the one.',
        tags,
        params: uuidParams,
        body: entered,
        response: { 200: checkedSchema, ...problems },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { code, purpose, binding = null, payment: paid } = request.body;
      const wish = { code, purpose, binding, amount: paid?.amount ?? null, payee: paid?.payee ?? null };
      const answered = await hub.verifying.check(appOf(request), null, { id }, wish);
      if (!('row' in answered)) throw noVerification();
      const { checked, row, personal } = answered;
      if (checked.outcome === 'max-checks')
        throw refusalError({ refusal: 'max-checks', retryAfterMs: checked.retryAfterMs, detail: null });
      // Of one that could go by mail, too, it matters by which ways it went.
      const seen =
        personal?.targets?.email == null ? undefined : await hub.verifying.find(appOf(request), null, { id });
      return toCheckedJson(seen ?? { row, personal, sends: [] }, checked.outcome === 'approved', hub.clock.now());
    },
  );

  server.post(
    '/verifications/:id/resend',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'Send the code again',
        description:
          'The same code, by what the step of the workflow for this channel names in `via`. Not before `next` of the verification says so: 429 `too-soon`, with `Retry-After`.',
        tags,
        params: uuidParams,
        body: again.nullish(),
        response: { 200: verificationSchema, ...problems },
      },
    },
    async (request) => {
      const { channel = null, client: device } = request.body ?? {};
      const wish = { channel, clientAddress: device?.ip ?? null };
      const issued = await hub.verifying.resend(appOf(request), request.params.id, wish);
      if (issued.outcome === 'gone') throw noVerification();
      return toVerificationJson(demandIssued(issued), hub.clock.now());
    },
  );

  server.post(
    '/verifications/:id/next',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'Go on to the next step of the workflow',
        description: 'Without waiting for its time. 409 `workflow-at-end` after the last step.',
        tags,
        params: uuidParams,
        body: z.strictObject({ client: client.optional() }).nullish(),
        response: { 200: verificationSchema, ...problems },
      },
    },
    async (request) => {
      const clientAddress = request.body?.client?.ip ?? null;
      const issued = await hub.verifying.next(appOf(request), request.params.id, clientAddress);
      if (issued.outcome === 'gone') throw noVerification();
      if (issued.outcome === 'at-end') throw workflowAtEnd();
      return toVerificationJson(demandIssued(issued), hub.clock.now());
    },
  );

  for (const [action, how, summary] of [
    ['cancel', 'canceled', 'Take a code back'],
    ['approve', 'approved', 'Approve without a code'],
  ] as const)
    server.post(
      `/verifications/:id/${action}`,
      {
        config: { scope: 'app' },
        schema: { summary, tags, params: uuidParams, response: { 200: verificationSchema, ...problems } },
      },
      async (request) => {
        const { id } = request.params as z.output<typeof uuidParams>;
        const ended = await hub.verifying.end(appOf(request), null, { id }, how);
        if (ended === undefined) throw noVerification();
        return toVerificationJson(ended, hub.clock.now());
      },
    );
}

/** Codes are bound to names of hosts, not to addresses (WICG, Origin-bound one-time codes §2). */
function pageHost(base: string): string | null {
  const { hostname } = new URL(base);
  return /\.[a-z][a-z\d-]*$/i.test(hostname) ? hostname : null;
}

function workflowAtEnd(): KeypigeonError {
  return new KeypigeonError('workflow-at-end', 'Its last step was taken; the code that was sent stays good.');
}

async function serviceOf(hub: HubApi, request: FastifyRequest, sid: string | undefined): Promise<VerifyService> {
  const app = appOf(request);
  if (sid === undefined) return hub.verifying.ownService(app);
  const id = fromSid('VA', sid);
  const service = id === undefined ? undefined : await hub.verifying.service(app.id, id);
  if (service === undefined) throw new KeypigeonError('not-found', 'The app has no such service.');
  return service;
}

async function demandFound(
  hub: HubApi,
  request: FastifyRequest<{ Params: z.output<typeof uuidParams> }>,
): Promise<SeenVerification> {
  const found = await hub.verifying.find(appOf(request), null, { id: request.params.id });
  if (found === undefined) throw noVerification();
  return found;
}

function demandIssued(answer: IssueAnswer): SeenVerification & { outcome: 'created' | 'resent' | 'same' } {
  if (answer.outcome === 'refused') throw refusalError(answer);
  if (answer.outcome === 'key-reused')
    throw new KeypigeonError('key-reused', 'This Idempotency-Key came with another body within 24 hours.');
  return answer;
}
