import { z } from 'zod';
import { keepHealth } from '../destinations/delivery-health.ts';
import { PermanentDeliveryError } from '../domain/delivery-errors.ts';
import type { HookRequest } from '../sources/source.ts';
import { isReference } from '../support/reference.ts';
import type { HttpResponse } from '../support/request.ts';
import { secretString } from '../support/secret.ts';
import { webAddress } from '../support/web-address.ts';
import type { CodeReceipt, OutgoingCode, SendHelp } from '../verification/channel.ts';
import { readJson, readPath } from './fields.ts';
import { readReport } from './http-report.ts';
import { fillAddress, fillTemplate, names, type TemplateForm, templateValues } from './http-template.ts';
import { defineProvider, type Provider, type ProviderContext } from './provider.ts';
import { requestOnce } from './request-once.ts';

const mediaTypes: Record<TemplateForm, string> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'text/xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
};

const path = () =>
  z.string().regex(/^[^.\s]+(?:\.[^.\s]+)*$/, 'expected names and places with dots, as in messages.0.id');

const config = z.strictObject({
  url: webAddress()
    .refine((value) => isReference(value) || !/^[^?#]*\/\/[^/?#]*[{}]/.test(value), 'expected no {…} in the host')
    .describe('Address of the gateway; `{to}` and the other names of `body` may stand in its path and query.'),
  method: z.enum(['POST', 'PUT', 'GET']).default('POST').describe('Method of the request.'),
  format: z
    .enum(['json', 'form', 'xml', 'text'])
    .default('json')
    .describe('What `body` is: values are written into it accordingly.'),
  body: z
    .string()
    .default('{"to":"{to}","text":"{text}"}')
    .describe(
      'What is sent, with `{to}` (E.164), `{digits}` (without +), `{text}`, `{code}`, `{locale}`, `{service}`, `{id}` (the same if it comes twice), `{secret}` and `{report}` (address for reports).',
    ),
  headers: z
    .record(
      z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected the name of a header'),
      z.string().regex(/^[^\r\n\0]*$/),
    )
    .default({})
    .describe('Further headers; the same names may stand in them. They are no place for secrets: write `{secret}`.'),
  username: z.string().min(1).optional().describe('User name, where the gateway wants Basic authentication.'),
  secret: secretString()
    .optional()
    .describe('Password or token: for Basic with `username`, else for Bearer; or where `{secret}` stands.'),
  channels: z
    .array(z.enum(['sms', 'call', 'email']))
    .min(1)
    .default(['sms'])
    .describe('What the gateway does with it.'),
  receipt: path().optional().describe('Where the answer (JSON) holds the id of the text, as `messages.0.id`.'),
  success: z
    .string()
    .regex(/^[^=\s]+=.*$/, 'expected where and what, as in status=ok')
    .optional()
    .describe('What must stand in the answer (JSON), as `messages.0.status=0`, where refusals come with 200 too.'),
  reportSecret: secretString()
    .regex(/^(?:[\w-]{16,}|\$\{[^{}]+\})$/, 'expected at least 16 letters, digits, - and _')
    .optional()
    .describe(
      'Ends the address that the gateway calls with reports, `/hooks/<id>/<reportSecret>`; default: none come.',
    ),
  reportReceipt: path().default('id').describe('Where a report (query, form or JSON) holds the id of the text.'),
  reportStatus: path().default('status').describe('Where a report holds what became of it.'),
  deliveredStatus: z
    .array(z.string().min(1))
    .default(['delivered', 'DELIVRD', 'read'])
    .describe('What stands there when it arrived.'),
  failedStatus: z
    .array(z.string().min(1))
    .default(['failed', 'undelivered', 'rejected', 'expired', 'UNDELIV', 'REJECTD', 'EXPIRED', 'error'])
    .describe('What stands there when it did not.'),
});

type HttpConfig = z.output<typeof config>;

/** Any gateway that takes a request for each text. */
export const http = defineProvider({
  kind: 'http',
  title: 'HTTP gateway',
  description: 'Calls any SMS gateway by HTTP, with a request that is made from a template.',
  homepage: 'https://www.rfc-editor.org/rfc/rfc9110',
  config,
  example: {
    url: 'https://sms.example.com/v1/messages',
    body: '{"to":"{to}","text":"{text}","callback":"{report}"}',
    secret: '${SMS_GATEWAY_TOKEN}',
    receipt: 'id',
    reportSecret: '${SMS_REPORT_SECRET}',
  },
  channels: ({ channels }) => channels,
  concurrency: 16,
  open,
});

function open(settings: HttpConfig, context: ProviderContext): Provider {
  const keeper = keepHealth(context.clock, 'Takes codes');
  const { reportSecret: secret } = settings;
  const reports = {
    ...{ receipt: settings.reportReceipt, status: settings.reportStatus },
    ...{ delivered: settings.deliveredStatus, failed: settings.failedStatus },
  };
  return {
    send: (_kind, code, help) => keeper.watch(() => send(settings, context, code, help)),
    ...(secret === undefined
      ? {}
      : {
          async handle(request: HookRequest) {
            const report = readReport(request, { ...reports, secret }, context.clock.now());
            if (report !== null) await context.report(report);
            return { status: 204 };
          },
        }),
    health: keeper.health,
    close: async () => {},
  };
}

async function send(
  settings: HttpConfig,
  { hookUrl, request, clock }: ProviderContext,
  code: OutgoingCode,
  { signal, leaving }: SendHelp,
): Promise<CodeReceipt> {
  const { url, method, format, body, receipt, success, reportSecret, secret = '' } = settings;
  const report = hookUrl === undefined || reportSecret === undefined ? '' : `${hookUrl}/${reportSecret}`;
  const values = templateValues(code, { secret, report });
  const http = {
    ...{ method, signal, headers: headersOf(settings, values) },
    ...(method === 'GET' ? {} : { body: fillTemplate(body, values, format) }),
  };
  const address = fillAddress(url, values);
  await leaving();
  const response = await requestOnce(request, address, http, {
    ...{ service: 'the gateway', now: clock.now() },
  });
  const taken = receiptOf(response, { receipt, success });
  return { receipt: taken, willReport: taken !== null && report !== '' };
}

function headersOf(
  { format, headers, username, secret, url, body }: HttpConfig,
  values: ReturnType<typeof templateValues>,
): Record<string, string> {
  const own = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    oneLine(fillTemplate(value, values, 'text')),
  ]);
  const isPlaced = [url, body, ...Object.values(headers)].some((template) => names(template, 'secret'));
  return {
    'content-type': mediaTypes[format],
    // Draft "The Idempotency-Key HTTP Header Field": gateways that know it send once.
    'idempotency-key': values.id,
    ...(secret === undefined || isPlaced ? {} : { authorization: authorization(username, secret) }),
    ...Object.fromEntries(own),
  };
}

function authorization(username: string | undefined, secret: string): string {
  return username === undefined
    ? `Bearer ${secret}`
    : `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`;
}

/** No value may begin another header. */
function oneLine(value: string): string {
  return value.replace(/\p{Cc}+/gu, ' ');
}

function receiptOf(
  response: HttpResponse,
  { receipt, success }: { receipt: string | undefined; success: string | undefined },
): string | null {
  const answer = receipt === undefined && success === undefined ? undefined : readJson(response.text());
  if (success !== undefined) {
    const [place = '', ...wanted] = success.split('=');
    if (readPath(answer, place) !== wanted.join('='))
      throw new PermanentDeliveryError(`the gateway's answer does not say ${success}: it did not take the code`);
  }
  return receipt === undefined ? null : (readPath(answer, receipt) ?? null);
}
