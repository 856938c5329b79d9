import type { FastifyInstance, FastifyRequest } from 'fastify';
import { typedCode } from '../../../domain/typed.ts';
import type { App } from '../../../store/apps.ts';
import type { VerifyService } from '../../../store/verify-services.ts';
import type { WhichVerification } from '../../../verification/seen.ts';
import type { HubApi } from '../../api.ts';
import { appOf } from '../../app-access.ts';
import { TwilioError } from '../errors.ts';
import { given, type Parameters } from '../parameters.ts';
import { fromSid } from '../sids.ts';
import { answer, baseOf, prefixes } from './answer.ts';
import { readNewVerification, readTo } from './new-verification.ts';
import { badParameter, refusalOf } from './refusals.ts';
import { checkResource, verificationResource } from './verification-resource.ts';

interface ListRoute {
  Params: { service: string };
  Body: Parameters | undefined;
}

interface OneRoute {
  /** `which`: its SID, or the address that it was sent to. */
  Params: { service: string; which: string };
  Body: Parameters | undefined;
}

/** Twilio Verify's Verifications and VerificationCheck. */
export function verificationRoutes(server: FastifyInstance, hub: HubApi): void {
  const { verifying, clock } = hub;

  server.post<ListRoute>('/Services/:service/Verifications', async (request, reply) => {
    const { app, service } = await serviceOf(request);
    const wish = readNewVerification(request.body ?? new URLSearchParams(), service);
    const issued = await verifying.issue(app, service, wish);
    if (issued.outcome === 'refused') throw refusalOf(issued.refusal, issued);
    if (issued.outcome === 'key-reused') throw new TwilioError('20409');
    return answer(reply, 201, verificationResource(issued, baseOf(hub, request), clock.now()));
  });

  server.post<ListRoute>('/Services/:service/VerificationCheck', async (request, reply) => {
    const { app, service } = await serviceOf(request);
    const form = request.body ?? new URLSearchParams();
    const code = typedCode(given(form, 'Code') ?? '');
    if (code === '') throw badParameter('Code is missing');
    if (code.length > longestCode) throw badParameter(`Code: expected at most ${longestCode} characters`);
    const wish = { code, binding: null, amount: given(form, 'Amount') ?? null, payee: given(form, 'Payee') ?? null };
    if (service.settings.psd2 && (wish.amount === null || wish.payee === null))
      throw badParameter('Amount and Payee: this service is for payments (Psd2Enabled), expected both of them');
    const answered = await verifying.check(app, service, readWhich(form), wish);
    if (!('row' in answered)) throw new TwilioError('20404');
    const { checked, row, personal } = answered;
    if (checked.outcome === 'max-checks')
      throw refusalOf('max-checks', { detail: null, retryAfterMs: checked.retryAfterMs });
    return answer(reply, 201, checkResource(row, personal));
  });

  server.get<OneRoute>('/Services/:service/Verifications/:which', async (request, reply) => {
    const { app, service } = await serviceOf(request);
    const found = await verifying.find(app, service, whichOf(request.params.which));
    if (found === undefined) throw new TwilioError('20404');
    return answer(reply, 200, verificationResource(found, baseOf(hub, request), clock.now()));
  });

  server.post<OneRoute>('/Services/:service/Verifications/:which', async (request, reply) => {
    const { app, service } = await serviceOf(request);
    const status = given(request.body ?? new URLSearchParams(), 'Status');
    if (status !== 'canceled' && status !== 'approved') throw badParameter('Status: expected canceled or approved');
    const ended = await verifying.end(app, service, whichOf(request.params.which), status);
    if (ended === undefined) throw new TwilioError('20404');
    return answer(reply, 200, verificationResource(ended, baseOf(hub, request), clock.now()));
  });

  async function serviceOf(
    request: FastifyRequest<{ Params: { service: string } }>,
  ): Promise<{ app: App; service: VerifyService }> {
    const app = appOf(request);
    const id = fromSid(prefixes.service, request.params.service);
    const service = id === undefined ? undefined : await verifying.service(app.id, id);
    if (service === undefined) throw new TwilioError('20404');
    return { app, service };
  }
}

/** No code is nearly as long. */
const longestCode = 32;

function readWhich(form: Parameters): WhichVerification {
  const sid = given(form, 'VerificationSid');
  if (sid === undefined) return { to: readTo(form), purpose: 'login', subject: null };
  const id = fromSid(prefixes.verification, sid);
  if (id === undefined) throw new TwilioError('20404');
  return { id };
}

function whichOf(which: string): WhichVerification {
  const id = fromSid(prefixes.verification, which);
  return id === undefined ? { to: which, purpose: 'login', subject: null } : { id };
}
