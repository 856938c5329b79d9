import { z } from 'zod';
import { KeypigeonError } from '../domain/errors.ts';
import { unknownLineStatus } from '../domain/line-status.ts';
import { sleep } from '../support/clock.ts';
import { secretString } from '../support/secret.ts';
import { createTwilioApi, TwilioApiError } from '../twilio-api/api.ts';
import { connectTwilioNumber } from '../twilio-api/connect-number.ts';
import { describeTwilioFailure } from '../twilio-api/errors.ts';
import { createReportFollower, toReport } from '../twilio-api/reports.ts';
import { handIn } from './hand-in.ts';
import { defineSource, type HookReply, type HookRequest, type Source, type SourceContext } from './source.ts';
import { trackHealth } from './source-health.ts';
import { createCatchUp } from './twilio-catch-up.ts';
import { createEraser } from './twilio-eraser.ts';
import { emptyTwiml, readTwilioHook, type TwilioCall } from './twilio-hook.ts';
import { createTwilioSender } from './twilio-sender.ts';

const config = z.strictObject({
  accountSid: z
    .string()
    .startsWith('AC', 'expected the Account SID of the Twilio console: AC and 32 characters')
    .describe('Account SID, from the first page of the Twilio console'),
  authToken: secretString().describe('Auth token of the account: it signs the webhooks and opens the API'),
  apiBaseUrl: z.url().default('https://api.twilio.com').describe("Address of Twilio's REST API"),
  numbers: z
    .array(z.string().startsWith('+', 'expected a number in E.164, such as +15550100002'))
    .default([])
    .describe("Numbers whose texts are read from Twilio's list, in E.164; default is the number of the line"),
  catchUpSeconds: z
    .number()
    .min(1)
    .default(60)
    .describe("Seconds between two looks at Twilio's list, for texts whose webhook did not arrive"),
  eraseAtProvider: z
    .boolean()
    .default(true)
    .describe('Empty the body of a text at Twilio once its lifetime is over here'),
  from: z.string().min(1).optional().describe("Number or sender ID to send from; default is the line's number"),
  messagingServiceSid: z
    .string()
    .startsWith('MG', 'expected the SID of a messaging service: MG and 32 characters')
    .optional()
    .describe("Messaging service to send by, where `from` is not set, instead of the line's number"),
});

type TwilioConfig = z.output<typeof config>;

export const twilio = defineSource({
  kind: 'twilio',
  title: 'Twilio number',
  description:
    "Takes texts to a Twilio number by webhook, and reads Twilio's list of messages at start and every minute, so that nothing that came meanwhile is lost. Sends texts too.",
  homepage: 'https://www.twilio.com/docs/messaging',
  config,
  example: { accountSid: 'AC00000000000000000000000000000000', authToken: '${TWILIO_AUTH_TOKEN}' },
  http: () => ({ connections: 64 }),
  open: openTwilio,
  connect: (config, context, { hookUrl }) => connectTwilioNumber(config, context, { hookUrl, use: 'texts' }),
});

function openTwilio(config: TwilioConfig, context: SourceContext): Source {
  const { accountSid, authToken } = config;
  const api = createTwilioApi(config, context.request);
  const catchUp = createCatchUp(api, numbersToRead(config, context), context);
  const eraser = createEraser(api, context);
  const health = trackHealth(context.clock, "Reading Twilio's list of messages");
  const reports = createReportFollower(api, context);
  const ending = new AbortController();
  let work: Promise<void> = Promise.resolve();
  let answeredAt: number | null = null;

  async function handle(request: HookRequest): Promise<HookReply> {
    if (context.publicUrl === undefined) throw new KeypigeonError('setting-missing', noPublicUrl);
    const call = readGenuine(request, context.publicUrl);
    if ('inbound' in call) {
      await handIn(context, call.inbound);
      catchUp.saw(call.inbound.transportKey);
      return emptyTwiml;
    }
    const report = toReport(call.sid, call.sent, context.clock.now());
    if (report !== null) await context.report(report);
    return emptyTwiml;
  }

  function readGenuine(request: HookRequest, publicUrl: string): TwilioCall {
    try {
      return readTwilioHook(request, { accountSid, authToken, publicUrl });
    } catch (error) {
      // Anybody can send such a request, so it is told and does not change how the source is.
      if (error instanceof KeypigeonError)
        health.set(health.current().state, `The last webhook was refused: ${error.message}`);
      throw error;
    }
  }

  async function keepUp(): Promise<void> {
    while (!ending.signal.aborted) {
      await look();
      await sleep(context.clock, config.catchUpSeconds * 1000, ending.signal).catch(() => {});
    }
  }

  async function look(): Promise<void> {
    try {
      await catchUp.pass(ending.signal);
      answeredAt = context.clock.now();
      if (context.publicUrl === undefined) health.set('degraded', noPublicUrl);
      else health.set('ok', "Texts come by webhook, and Twilio's list is read");
    } catch (error) {
      report(error, "Twilio's list of messages is not read");
      return;
    }
    if (config.eraseAtProvider)
      await eraser
        .pass(ending.signal)
        .catch((error: unknown) => report(error, 'Expired texts are not erased at Twilio'));
  }

  function report(error: unknown, what: string): void {
    if (ending.signal.aborted) return;
    // A webhook still brings texts while Twilio's API is away, but not when Twilio knows other credentials.
    const refused = error instanceof TwilioApiError && error.status < 500 && error.status !== 429;
    const state = refused || context.publicUrl === undefined ? 'failing' : 'degraded';
    health.set(state, `${what}: ${describeTwilioFailure(error)}`);
    context.log.warn({ source: context.id, error }, what);
  }

  return {
    async start() {
      await catchUp.begin();
      work = keepUp();
    },
    handle,
    sender: createTwilioSender(
      api,
      {
        from: config.from,
        messagingServiceSid: config.messagingServiceSid,
        lineNumber: context.line.number,
        statusCallback: context.publicUrl === undefined ? undefined : `${context.publicUrl}/hooks/${context.id}`,
      },
      { clock: context.clock, follow: (sid) => reports.follow(sid) },
    ),
    // Twilio is the network; of a SIM there is nothing to tell.
    status: () => ({
      ...unknownLineStatus,
      operator: 'Twilio',
      seenAt: config.catchUpSeconds > seldomSeconds ? null : answeredAt,
    }),
    health: health.current,
    async close() {
      ending.abort(new Error('the source is closed'));
      reports.close();
      await work;
    },
  };
}

/** Who asks more seldom does not know when the other side fell silent. */
const seldomSeconds = 60;

const noPublicUrl =
  "publicUrl is not set, so Twilio's webhooks are refused and texts come late, from Twilio's list only: set publicUrl to the address by which Twilio reaches this hub";

function numbersToRead(config: TwilioConfig, context: SourceContext): string[] {
  if (config.numbers.length > 0) return config.numbers;
  return context.line.number === null ? [] : [context.line.number];
}
