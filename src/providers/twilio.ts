import { z } from 'zod';
import { keepHealth } from '../destinations/delivery-health.ts';
import { PermanentDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { DeliveryReport } from '../domain/sent-text.ts';
import type { HookReply, HookRequest } from '../sources/source.ts';
import { secretString } from '../support/secret.ts';
import { createTwilioApi, createTwilioCaller, type TwilioApi, TwilioApiError } from '../twilio-api/api.ts';
import { toDeliveryError } from '../twilio-api/errors.ts';
import { one, readGenuineHook } from '../twilio-api/genuine-hook.ts';
import { createReportFollower, toReport } from '../twilio-api/reports.ts';
import type { CodeReceipt, OutgoingCode, SendHelp } from '../verification/channel.ts';
import { defineProvider, type Provider, type ProviderContext } from './provider.ts';
import { type CodeCalls, createCodeCalls } from './twilio-calls.ts';

const config = z
  .strictObject({
    accountSid: z
      .string()
      .startsWith('AC', 'expected the Account SID of the Twilio console: AC and 32 characters')
      .describe('Account SID, from the first page of the Twilio console.'),
    authToken: secretString().describe('Auth token of the account: it signs the reports and opens the API.'),
    from: z.string().min(1).optional().describe('Number or sender ID to send from, as `+15550100002`.'),
    messagingServiceSid: z
      .string()
      .startsWith('MG', 'expected the SID of a messaging service: MG and 32 characters')
      .optional()
      .describe('Messaging service to send by, in place of `from`.'),
    callFrom: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/, 'expected a number in E.164, such as +15550100002')
      .optional()
      .describe('Number to call from, as `+15550100002`; without it this account makes no calls.'),
    apiBaseUrl: z.url().default('https://api.twilio.com').describe("Address of Twilio's REST API."),
    eraseAtProvider: z.boolean().default(true).describe('Empty a text at Twilio once it reported what became of it.'),
  })
  .refine((given) => [given.from, given.messagingServiceSid].filter((one) => one !== undefined).length <= 1, {
    message: 'expected one of from and messagingServiceSid, not both',
    path: ['from'],
  })
  .refine((given) => [given.from, given.messagingServiceSid, given.callFrom].some((one) => one !== undefined), {
    message: 'expected from or messagingServiceSid for texts, or callFrom for calls',
    path: ['from'],
  });

type TwilioConfig = z.output<typeof config>;

/** "The StatusCallback URL is not a valid URL": nothing was sent. */
const badCallback = 21609;
/** It is not Twilio that is in trouble: the person's number takes no texts (twilio.com/docs/api/errors). */
const aboutNumbers = new Set([21211, 21214, 21610, 21612, 21614]);
/** Twilio drops what did not leave its queue until then; it takes up to 36,000 s (Messages resource, ValidityPeriod). */
const longestValidity = 36_000;

/** Texts by Twilio's Messages resource, calls by its Calls resource. */
export const twilio = defineProvider({
  kind: 'twilio',
  title: 'Twilio',
  description:
    'Sends texts by a Twilio account and calls people to speak their code, and takes its reports on whether they arrived.',
  homepage: 'https://www.twilio.com/docs/messaging/api/message-resource',
  config,
  example: {
    accountSid: 'AC00000000000000000000000000000000',
    authToken: '${TWILIO_AUTH_TOKEN}',
    from: '+15550100002',
  },
  channels: ({ from, messagingServiceSid, callFrom }) => [
    ...(from === undefined && messagingServiceSid === undefined ? [] : ['sms' as const]),
    ...(callFrom === undefined ? [] : ['call' as const]),
  ],
  concurrency: 16,
  open,
});

function open(settings: TwilioConfig, context: ProviderContext): Provider {
  const { clock, log } = context;
  const keeper = keepHealth(clock, 'Takes codes');
  const api = createTwilioApi(settings, context.request);
  const closing = new AbortController();
  const erasing = new Set<Promise<void>>();
  const report = async (found: DeliveryReport) => {
    await context.report(found);
    if (settings.eraseAtProvider) erase(found.receipt);
  };
  const erase = (sid: string) => {
    const erased = api
      .redact(sid, closing.signal)
      .catch((error: unknown) => log.debug({ err: error }, 'a code was not erased at Twilio'))
      .finally(() => erasing.delete(erased));
    erasing.add(erased);
  };
  const follower = createReportFollower(api, { clock, log, report });
  const sender = createSender(settings, { api, context, follow: follower.follow });
  const calls = openCalls(settings, context);
  return {
    // Without an address Twilio could not ask what to say.
    serves: (kind) => kind !== 'call' || calls !== undefined,
    async send(kind, code, help) {
      const by = kind === 'call' && calls !== undefined ? calls.send : sender;
      const sent = await by(code, help).catch((error: unknown) => {
        if (error instanceof PermanentDeliveryError && aboutNumbers.has(error.errorCode ?? 0)) return error;
        return keeper.watch(() => Promise.reject(error));
      });
      keeper.set('ok', 'Takes codes');
      if (sent instanceof Error) throw sent;
      return sent;
    },
    handle: (request) => handle(request, settings, { context, report, calls }),
    health: keeper.health,
    async close() {
      follower.close();
      closing.abort(new Error('the provider is closed'));
      await Promise.all(erasing);
    },
  };
}

function openCalls(settings: TwilioConfig, context: ProviderContext): CodeCalls | undefined {
  const { callFrom: from } = settings;
  const { hookUrl } = context;
  if (from === undefined || hookUrl === undefined) return undefined;
  return createCodeCalls({ caller: createTwilioCaller(settings, context.request), from, hookUrl }, context);
}

function createSender(
  { from, messagingServiceSid }: TwilioConfig,
  { api, context, follow }: { api: TwilioApi; context: ProviderContext; follow(sid: string): void },
): (code: OutgoingCode, help: SendHelp) => Promise<CodeReceipt> {
  /** Once refused, it is not offered again. */
  let callback = context.hookUrl;
  const create = async (form: Record<string, string>, signal: AbortSignal): Promise<string | null> => {
    try {
      return await api.create(callback === undefined ? form : { ...form, StatusCallback: callback }, signal);
    } catch (error) {
      if (callback === undefined || !(error instanceof TwilioApiError) || error.code !== badCallback) throw error;
      callback = undefined;
      return await api.create(form, signal);
    }
  };
  return async (code, { signal, leaving }) => {
    const seconds = Math.ceil((code.expiresAt - context.clock.now()) / 1000);
    const form = {
      ...{ To: code.to, Body: code.text },
      ...(from === undefined ? { MessagingServiceSid: messagingServiceSid ?? '' } : { From: from }),
      ValidityPeriod: String(Math.min(longestValidity, Math.max(1, seconds))),
    };
    await leaving();
    const sid = await create(form, signal).catch((error: unknown) => {
      throw toDeliveryError(error, context.clock.now());
    });
    if (sid === null) throw new UnknownOutcomeError("Twilio took the text, but its answer can't be read");
    if (callback === undefined) follow(sid);
    return { receipt: sid, willReport: true };
  };
}

async function handle(
  request: HookRequest,
  { accountSid, authToken }: TwilioConfig,
  {
    context,
    report,
    calls,
  }: { context: ProviderContext; report(found: DeliveryReport): Promise<void>; calls: CodeCalls | undefined },
): Promise<HookReply> {
  const { publicUrl } = context;
  if (publicUrl === undefined)
    throw new KeypigeonError('setting-missing', "publicUrl is not set, so Twilio's reports cannot be checked");
  const parameters = readGenuineHook(request, { accountSid, authToken, publicUrl });
  if (calls?.isOurs(request)) return calls.answer(request, parameters);
  const sid = one(parameters, 'MessageSid') ?? one(parameters, 'SmsSid') ?? '';
  const errorCode = Number(one(parameters, 'ErrorCode') ?? '');
  const status = one(parameters, 'MessageStatus') ?? one(parameters, 'SmsStatus') ?? '';
  const known = Number.isInteger(errorCode) && errorCode > 0 ? errorCode : null;
  const found = toReport(sid, { status, errorCode: known }, context.clock.now());
  if (found !== null) await report(found);
  return { status: 204 };
}
