import { z } from 'zod';
import { keepHealth } from '../destinations/delivery-health.ts';
import { UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { DeliveryReport } from '../domain/sent-text.ts';
import type { HookRequest } from '../sources/source.ts';
import { countSeptets } from '../support/gsm7.ts';
import { sameSecret } from '../support/same-secret.ts';
import { secretString } from '../support/secret.ts';
import type { CodeReceipt, OutgoingCode, SendHelp } from '../verification/channel.ts';
import { fieldsOf, readJson, readPath } from './fields.ts';
import { defineProvider, type Provider, type ProviderContext } from './provider.ts';
import { requestOnce } from './request-once.ts';
import { vonageFailure, vonageReportWords } from './vonage-errors.ts';
import { signatureMethods, verifyVonageSignature } from './vonage-signature.ts';

const config = z.strictObject({
  apiKey: z.string().min(1).describe('API key, from the first page of the Vonage dashboard.'),
  apiSecret: secretString().describe('API secret, from the same page.'),
  from: z.string().min(1).max(15).describe('Number or name to send from, as `15550100002` or `Shop`.'),
  apiBaseUrl: z.url().default('https://rest.nexmo.com').describe("Address of Vonage's SMS API."),
  reportSecret: secretString()
    .regex(/^(?:[\w-]{16,}|\$\{[^{}]+\})$/, 'expected at least 16 letters, digits, - and _')
    .optional()
    .describe('Ends the address that Vonage calls with reports, `/hooks/<id>/<reportSecret>`.'),
  signatureSecret: secretString()
    .optional()
    .describe('Signature secret of the dashboard, where Vonage signs its reports; with it no reportSecret is needed.'),
  signatureMethod: z
    .enum(signatureMethods)
    .default('sha256')
    .describe('How it signs, as set in the dashboard under API settings.'),
});

type VonageConfig = z.output<typeof config>;

/** Vonage keeps a text 20 s to 7 days (SMS API, `ttl`). */
const [shortestMs, longestMs] = [20_000, 604_800_000];

/** Texts by Vonage's SMS API. */
export const vonage = defineProvider({
  kind: 'vonage',
  title: 'Vonage',
  description: "Sends texts by Vonage's SMS API, and takes its reports on whether they arrived.",
  homepage: 'https://developer.vonage.com/en/messaging/sms/overview',
  config,
  example: {
    apiKey: '00000000',
    apiSecret: '${VONAGE_API_SECRET}',
    from: 'Shop',
    reportSecret: '${VONAGE_REPORT_SECRET}',
  },
  channels: () => ['sms'],
  concurrency: 16,
  open,
});

function open(settings: VonageConfig, context: ProviderContext): Provider {
  const keeper = keepHealth(context.clock, 'Takes codes');
  return {
    send: (_kind, code, help) => keeper.watch(() => send(settings, context, code, help)),
    async handle(request) {
      const report = readReport(request, settings, context.clock.now());
      if (report !== null) await context.report(report);
      return { status: 204 };
    },
    health: keeper.health,
    close: async () => {},
  };
}

async function send(
  { apiKey, apiSecret, from, apiBaseUrl, reportSecret, signatureSecret }: VonageConfig,
  { hookUrl, request, clock }: ProviderContext,
  code: OutgoingCode,
  { signal, leaving }: SendHelp,
): Promise<CodeReceipt> {
  const isReported = hookUrl !== undefined && (reportSecret ?? signatureSecret) !== undefined;
  const callback = reportSecret === undefined ? hookUrl : `${hookUrl}/${reportSecret}`;
  const body = {
    ...{ api_key: apiKey, api_secret: apiSecret, from, to: code.to.slice(1), text: code.text },
    type: countSeptets(code.text) === null ? 'unicode' : 'text',
    ttl: Math.min(longestMs, Math.max(shortestMs, code.expiresAt - clock.now())),
    'client-ref': code.attemptId,
    ...(isReported ? { callback } : {}),
  };
  const url = `${apiBaseUrl.replace(/\/+$/, '')}/sms/json`;
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  await leaving();
  const http = { method: 'POST', headers, body: JSON.stringify(body), signal } as const;
  const answer = readJson((await requestOnce(request, url, http, { service: 'Vonage', now: clock.now() })).text());
  const status = Number(readPath(answer, 'messages.0.status') ?? Number.NaN);
  if (Number.isNaN(status)) throw new UnknownOutcomeError("Vonage took the text, but its answer can't be read");
  if (status !== 0) throw vonageFailure(status);
  const receipt = readPath(answer, 'messages.0.message-id') ?? null;
  return { receipt, willReport: isReported && receipt !== null };
}

function readReport(
  request: HookRequest,
  { apiKey, reportSecret, signatureSecret, signatureMethod }: VonageConfig,
  at: number,
): DeliveryReport | null {
  const isNamed = reportSecret !== undefined && sameSecret(request.secretPath ?? '', reportSecret);
  if (reportSecret === undefined ? request.secretPath !== undefined || signatureSecret === undefined : !isNamed)
    throw new KeypigeonError('not-found', 'There is nothing here');
  const fields = textsOf(fieldsOf(request));
  if (signatureSecret !== undefined && !verifyVonageSignature(fields, signatureSecret, signatureMethod))
    throw new KeypigeonError(
      'invalid-signature',
      'The signature is missing or does not match: signatureSecret and signatureMethod must be those of API settings in the Vonage dashboard',
    );
  const { messageId: receipt, status = '', 'api-key': account, 'err-code': reason } = fields;
  if (receipt === undefined || (account !== undefined && account !== apiKey))
    throw new KeypigeonError('invalid-request', 'Expected a delivery receipt of this Vonage account with messageId');
  if (status === 'delivered') return { receipt, state: 'delivered', detail: null, at };
  if (!['failed', 'rejected', 'expired'].includes(status)) return null;
  const errorCode = Number(reason ?? 1) || 1;
  return { receipt, state: 'undelivered', detail: vonageReportWords(errorCode), errorCode, at };
}

function textsOf(fields: unknown): Record<string, string> {
  const entries = Object.entries(typeof fields === 'object' && fields !== null ? fields : {});
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
