import { UnknownOutcomeError } from '../domain/delivery-errors.ts';
import type { HookReply, HookRequest } from '../sources/source.ts';
import type { TwilioCaller } from '../twilio-api/api.ts';
import { createTwilioCalls } from '../twilio-api/calls.ts';
import { toDeliveryError } from '../twilio-api/errors.ts';
import { one } from '../twilio-api/genuine-hook.ts';
import type { FormParameters } from '../twilio-api/signature.ts';
import { twiml, type Verb, verb } from '../twilio-api/twiml.ts';
import type { CodeReceipt, OutgoingCode, SendHelp, SpokenCode } from '../verification/channel.ts';
import type { ProviderContext } from './provider.ts';

/** Seconds that the phone rings: a mailbox usually answers later. */
const ringSeconds = 25;
/** Seconds for finding the key; asked twice. */
const keySeconds = 8;
const mostTurns = 2;
/** Twilio ends a call after four hours by itself (twilio.com/docs/voice/api/call-resource, TimeLimit). */
const longestCallMs = 4 * 3_600_000;
/** Twilio's words for how a call ended that reached nobody (twilio.com/docs/voice/api/call-resource). */
const unreached: Record<string, string> = {
  busy: 'the line was busy',
  'no-answer': 'nobody answered',
  failed: 'the number could not be called',
  canceled: 'the call was taken back',
  completed: 'the call was answered, but nobody pressed the key: perhaps by a mailbox',
};

/** Codes that are spoken: in a call of Twilio's, once a person has pressed a key. */
export interface CodeCalls {
  send(code: OutgoingCode, help: SendHelp): Promise<CodeReceipt>;
  /** Does this request, which is genuine, belong to a call? */
  isOurs(request: HookRequest): boolean;
  answer(request: HookRequest, parameters: FormParameters): Promise<HookReply>;
}

/**
 * @param from E.164: the number that calls
 * @param hookUrl where Twilio asks what to say; it names the try, never the code
 */
export function createCodeCalls(
  { caller, from, hookUrl }: { caller: TwilioCaller; from: string; hookUrl: string },
  context: Pick<ProviderContext, 'clock' | 'recall' | 'report'>,
): CodeCalls {
  const { clock, recall, report } = context;
  const calls = createTwilioCalls(caller);
  /** Codes that an app chose are stored nowhere; they are told for as long as this process knows them. */
  const chosen = new Map<string, OutgoingCode>();
  /** Calls in which a key was pressed, and when; how they end may be told to another node. */
  const told = new Map<string, number>();
  const at = (step: string, attemptId: string, turn = 1) => `${hookUrl}?on=${step}&try=${attemptId}&turn=${turn}`;

  async function send(code: OutgoingCode, { signal, leaving }: SendHelp): Promise<CodeReceipt> {
    const { attemptId } = code;
    const form = {
      ...{ To: code.to, From: from, Timeout: String(ringSeconds), Url: at('answer', attemptId) },
      ...{ Method: 'POST', StatusCallback: at('end', attemptId), StatusCallbackMethod: 'POST' },
    };
    await leaving();
    forgetExpired();
    chosen.set(attemptId, code);
    const sid = await calls.create(form, signal).catch((error: unknown) => {
      throw toDeliveryError(error, clock.now());
    });
    if (sid === null) throw new UnknownOutcomeError("Twilio took the call, but its answer can't be read");
    // What follows a call that reached nobody is for the app or its workflow to say: another one would ring again.
    return { receipt: sid, willReport: false };
  }

  function forgetExpired(): void {
    for (const [attemptId, { expiresAt }] of chosen) if (expiresAt <= clock.now()) chosen.delete(attemptId);
    for (const [sid, at] of told) if (at <= clock.now() - longestCallMs) told.delete(sid);
  }

  /** undefined: it is not to be told any more. */
  async function codeOf(attemptId: string): Promise<OutgoingCode | undefined> {
    const recalled = await recall(attemptId);
    if (typeof recalled === 'object') return recalled;
    return recalled === 'chosen' ? chosen.get(attemptId) : undefined;
  }

  const steps: Record<string, (call: Asked) => Promise<HookReply>> = {
    answer: async ({ attemptId, spoken }) => reply(...askForKey(spoken, at('key', attemptId))),
    async key({ sid, attemptId, turn, keys, spoken }) {
      if (keys !== '1')
        return reply(...(turn < mostTurns ? askForKey(spoken, at('key', attemptId, turn + 1)) : nobodyThere(spoken)));
      told.set(sid, clock.now());
      await report({ receipt: sid, state: 'delivered', detail: null, at: clock.now() });
      return reply(...speakCode(spoken));
    },
  };

  return {
    send,
    isOurs: ({ query }) => query.has('try'),
    async answer({ query }, parameters) {
      const attemptId = query.get('try') ?? '';
      const sid = one(parameters, 'CallSid') ?? '';
      if (query.get('on') === 'end') {
        const detail = unreached[one(parameters, 'CallStatus') ?? ''];
        chosen.delete(attemptId);
        // Told by another node, it is settled already and stays so.
        if (detail !== undefined && !told.delete(sid))
          await report({ receipt: sid, state: 'undelivered', detail, at: clock.now() });
        return { status: 204 };
      }
      const spoken = (await codeOf(attemptId))?.spoken;
      const step = steps[query.get('on') ?? ''];
      if (spoken === undefined || step === undefined) return reply(verb('Hangup'));
      const turn = Number(query.get('turn') ?? 1);
      return step({ sid, attemptId, turn, keys: one(parameters, 'Digits') ?? '', spoken });
    },
  };
}

interface Asked {
  sid: string;
  attemptId: string;
  turn: number;
  keys: string;
  spoken: SpokenCode;
}

/** Nothing of the code is in here: a mailbox hears this too. */
function askForKey(spoken: SpokenCode, action: string): Verb[] {
  const gather = (...words: string[]) =>
    verb(
      'Gather',
      { input: 'dtmf', numDigits: 1, timeout: keySeconds, action, method: 'POST' },
      ...words.map((text) => say(spoken, text)),
    );
  return [gather(spoken.hello, spoken.press), gather(spoken.press), ...nobodyThere(spoken)];
}

function nobodyThere(spoken: SpokenCode): Verb[] {
  return [say(spoken, spoken.noKey), verb('Hangup')];
}

/** Each digit by itself, and all of them twice. */
function speakCode(spoken: SpokenCode): Verb[] {
  const digits = spoken.digits.flatMap((digit) => [say(spoken, digit), verb('Pause', { length: 1 })]);
  return [
    ...[say(spoken, spoken.code), verb('Pause', { length: 1 }), ...digits],
    ...[say(spoken, spoken.again), verb('Pause', { length: 1 }), ...digits],
    ...[say(spoken, spoken.secret), say(spoken, spoken.goodbye), verb('Hangup')],
  ];
}

function say({ language, voice }: SpokenCode, text: string): Verb {
  return verb('Say', { language, voice: voice ?? undefined }, text);
}

function reply(...verbs: Verb[]): HookReply {
  return { status: 200, contentType: 'text/xml', body: twiml(...verbs) };
}
