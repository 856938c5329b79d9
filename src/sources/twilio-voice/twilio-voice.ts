import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { secretString } from '../../support/secret.ts';
import { createTwilioCaller, TwilioApiError } from '../../twilio-api/api.ts';
import { createTwilioCalls, type TwilioCalls } from '../../twilio-api/calls.ts';
import { connectTwilioNumber } from '../../twilio-api/connect-number.ts';
import { describeTwilioFailure } from '../../twilio-api/errors.ts';
import { one, readGenuineHook } from '../../twilio-api/genuine-hook.ts';
import type { FormParameters } from '../../twilio-api/signature.ts';
import { defineSource, type HookReply, type HookRequest, type Source, type SourceContext } from '../source.ts';
import { trackHealth } from '../source-health.ts';
import { createAnswers, transcriptionName } from './answer.ts';
import { createHeardCalls } from './heard-calls.ts';
import { readHeard } from './heard-words.ts';
import { createListening } from './listening.ts';

const bcp47 = z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a language such as en-US or de-DE');
const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'expected a number in E.164, such as +15550100003');
const languageByPrefix = z
  .string()
  .regex(
    /^\+[1-9]\d{0,14} [A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
    'expected the beginning of a number and a language, such as +49 de-DE',
  );

const config = z.strictObject({
  accountSid: z
    .string()
    .startsWith('AC', 'expected the Account SID of the Twilio console: AC and 32 characters')
    .describe('Account SID, from the first page of the Twilio console'),
  authToken: secretString().describe('Auth token of the account: it signs the webhooks and opens the API'),
  apiBaseUrl: z.url().default('https://api.twilio.com').describe("Address of Twilio's REST API"),
  language: bcp47.default('en-US').describe('Language that calls are listened to in, such as en-US or de-DE'),
  languages: z
    .array(languageByPrefix)
    .default([])
    .describe(
      'Other languages by the beginning of the calling number, such as "+49 de-DE"; the longest that fits counts',
    ),
  maxSeconds: z
    .number()
    .int()
    .min(15)
    .max(600)
    .default(120)
    .describe('Seconds after which a call is hung up: Twilio charges for each minute'),
  ringTo: e164.optional().describe('Phone that a call rings through to when no code was heard in it, in E.164'),
  ringAfterSeconds: z
    .number()
    .int()
    .min(0)
    .max(60)
    .default(15)
    .describe('Seconds that are listened before it rings there; 0 rings at once and listens meanwhile'),
  pressToHear: z
    .boolean()
    .default(false)
    .describe(
      'Press by itself the key that a call asks for only to speak the code; whatever approves something always waits for a click',
    ),
});

type VoiceConfig = z.output<typeof config>;

export const twilioVoice = defineSource({
  kind: 'twilio-voice',
  title: 'Calls to a Twilio number',
  description:
    'Answers calls to a Twilio number, recognises the code that is spoken and takes it in as a text. Shows the owner calls that ask for a key to approve something, and can ring through to another phone. Nothing is recorded.',
  homepage: 'https://www.twilio.com/docs/voice',
  config,
  example: { accountSid: 'AC00000000000000000000000000000000', authToken: '${TWILIO_AUTH_TOKEN}', language: 'en-US' },
  http: () => ({ connections: 8 }),
  open: openTwilioVoice,
  connect: (config, context, { hookUrl }) => connectTwilioNumber(config, context, { hookUrl, use: 'calls' }),
});

/** More calls at once are no codes. */
const mostCalls = 10;
const endedStatuses = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

function openTwilioVoice(config: VoiceConfig, context: SourceContext): Source {
  const { publicUrl, clock } = context;
  const twilioCalls = createTwilioCalls(createTwilioCaller(config, context.request));
  const heardCalls = createHeardCalls(context.parts);
  const answers = createAnswers({
    ...config,
    ringTo: ringTarget(config, context),
    hookUrl: `${publicUrl}/hooks/${context.id}`,
  });
  const press = (sid: string, keys: string) => twilioCalls.update(sid, answers.press(keys));
  const listening = createListening(context, heardCalls, {
    language: config.language,
    longestMs: config.maxSeconds * 1000,
    press: config.pressToHear ? press : null,
  });
  const health = trackHealth(clock, 'Waits for calls');

  async function handle(request: HookRequest): Promise<HookReply> {
    if (publicUrl === undefined) throw new KeypigeonError('setting-missing', noPublicUrl);
    const parameters = readGenuine(request, publicUrl);
    const sid = one(parameters, 'CallSid') ?? '';
    if (!/^CA[0-9a-zA-Z]{1,40}$/.test(sid))
      throw new KeypigeonError('invalid-request', 'Expected the parameter CallSid');
    const step = steps[request.query.get('on') ?? 'call'];
    if (step === undefined) throw new KeypigeonError('not-found', 'There is nothing here');
    return step(sid, parameters);
  }

  function readGenuine(request: HookRequest, address: string): FormParameters {
    try {
      return readGenuineHook(request, { ...config, publicUrl: address });
    } catch (error) {
      // Anybody can send such a request, so it is told and does not change how the source is.
      if (error instanceof KeypigeonError)
        health.set(health.current().state, `The last webhook was refused: ${error.message}`);
      throw error;
    }
  }

  const steps: Record<string, (sid: string, parameters: FormParameters) => Promise<HookReply>> = {
    call: (sid, parameters) =>
      endedStatuses.has(one(parameters, 'CallStatus') ?? '') ? over(sid) : begin(sid, parameters),
    words: heard,
    ring: async (sid) => ((await listening.hasPurpose(sid)) ? answers.stay() : answers.ring()),
    answered: stopListening,
    dialed: async () => answers.hangUp(),
  };

  async function begin(sid: string, parameters: FormParameters): Promise<HookReply> {
    if ((await heardCalls.all()).length >= mostCalls) return answers.busy();
    const from = one(parameters, 'From') ?? '';
    const language = languageOf(from, config);
    await heardCalls.begin(sid, { from, to: one(parameters, 'To') ?? '', language, startedAt: clock.now() });
    listening.begun(sid);
    return answers.listen(language);
  }

  async function over(sid: string): Promise<HookReply> {
    listening.over(sid);
    return answers.nothing();
  }

  async function heard(sid: string, parameters: FormParameters): Promise<HookReply> {
    const told = readHeard(parameters);
    if (told.event === 'stopped') return over(sid);
    if (told.event === 'failed') {
      const number = told.code === null ? '' : ` (Twilio error ${told.code})`;
      health.set(
        'degraded',
        `The words of the last call were not recognised${number}: look at the call in the Twilio console`,
      );
    }
    if (told.event === 'words') {
      await heardCalls.addWords(sid, told.order, told.text, clock.now());
      await listening.heard(sid);
      health.set('ok', 'Calls are answered, and what they say is recognised');
    }
    return answers.nothing();
  }

  /** A person took it over: what is spoken now is nobody's business. */
  async function stopListening(sid: string, parameters: FormParameters): Promise<HookReply> {
    const parent = one(parameters, 'ParentCallSid') ?? sid;
    await twilioCalls
      .stopTranscription(parent, transcriptionName)
      .catch((error: unknown) => context.log.warn({ err: error }, 'Twilio did not stop listening to a call'));
    return answers.nothing();
  }

  return {
    async start() {
      await listening.resume();
      if (publicUrl === undefined) health.set('failing', noPublicUrl);
      else health.set('ok', 'Waits for calls');
    },
    handle,
    calls: {
      press: (sid, keys) => onLiveCall(twilioCalls, (calls) => calls.update(sid, answers.press(keys))),
      hangUp: (sid) => onLiveCall(twilioCalls, (calls) => calls.hangUp(sid)),
    },
    health: health.current,
    async close() {
      listening.close();
    },
  };
}

/** twilio.com/docs/api/errors/21220: the call is over. */
const callIsOver = 21220;

async function onLiveCall(calls: TwilioCalls, work: (calls: TwilioCalls) => Promise<void>): Promise<void> {
  try {
    await work(calls);
  } catch (cause) {
    const isOver = cause instanceof TwilioApiError && (cause.code === callIsOver || cause.status === 404);
    if (isOver) throw new KeypigeonError('not-found', 'The call has ended already.', { cause });
    throw new KeypigeonError('conflict', `Twilio did not do it: ${describeTwilioFailure(cause)}`, { cause });
  }
}

/** A line that rings itself would go round for ever. */
function ringTarget({ ringTo }: VoiceConfig, { line }: SourceContext): string | undefined {
  if (ringTo !== undefined && ringTo === line.number)
    throw new KeypigeonError('invalid-configuration', 'ringTo is the number of this line itself: name another phone');
  return ringTo;
}

function languageOf(from: string, { language, languages }: VoiceConfig): string {
  const fitting = languages.map((one) => one.split(' ')).filter(([beginning = '']) => from.startsWith(beginning));
  const [longest] = fitting.sort(([one = ''], [other = '']) => other.length - one.length);
  return longest?.[1] ?? language;
}

const noPublicUrl =
  'publicUrl is not set, so Twilio cannot ask what to do with a call: set publicUrl to the address by which Twilio reaches this hub';
