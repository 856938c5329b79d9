import { twiml, type Verb, verb } from '../../twilio-api/twiml.ts';
import type { HookReply } from '../source.ts';

/** What is said to Twilio of a call. */
export interface AnswerSettings {
  /** Where Twilio asks: `https://…/hooks/<source>`. */
  hookUrl: string;
  maxSeconds: number;
  /** E.164 of the phone that it rings through to; undefined: none. */
  ringTo: string | undefined;
  ringAfterSeconds: number;
}

/** By this name the recogniser of a call is stopped. */
export const transcriptionName = 'codes';
/** Seconds that the other phone rings: a mailbox usually answers later. */
const ringSeconds = 25;

/** Words that the recogniser is to expect. */
const hints =
  'verification code, security code, one-time code, press pound, press star, zero, one, two, three, four, five, six, seven, eight, nine';

export interface Answers {
  /** Answers and listens, for as long as the call lasts; nothing is recorded. */
  listen(language: string): HookReply;
  ring(): HookReply;
  stay(): HookReply;
  hangUp(): HookReply;
  busy(): HookReply;
  /** Nothing to do. */
  nothing(): HookReply;
  /** What a live call does when a key is pressed: the tone, then it goes on listening. */
  press(keys: string): string;
}

export function createAnswers({ hookUrl, maxSeconds, ringTo, ringAfterSeconds }: AnswerSettings): Answers {
  const at = (step: string) => `${hookUrl}?on=${step}`;
  const stay = (seconds: number) => [verb('Pause', { length: Math.max(1, seconds) }), verb('Hangup')];
  const dial = (): Verb[] => [
    verb(
      'Dial',
      { timeout: ringSeconds, action: at('dialed'), timeLimit: maxSeconds },
      verb('Number', { statusCallback: at('answered'), statusCallbackEvent: 'answered' }, ringTo ?? ''),
    ),
  ];
  const afterStart = () => {
    if (ringTo === undefined || ringAfterSeconds >= maxSeconds) return stay(maxSeconds);
    return ringAfterSeconds === 0
      ? dial()
      : [verb('Pause', { length: ringAfterSeconds }), verb('Redirect', {}, at('ring'))];
  };
  const recogniser = (language: string) =>
    verb(
      'Start',
      {},
      verb('Transcription', {
        name: transcriptionName,
        statusCallbackUrl: at('words'),
        track: 'inbound_track',
        languageCode: language,
        partialResults: 'false',
        hints: language.startsWith('en') ? hints : undefined,
      }),
    );
  return {
    listen: (language) => reply(recogniser(language), ...afterStart()),
    ring: () => reply(...dial()),
    stay: () => reply(...stay(maxSeconds - ringAfterSeconds)),
    hangUp: () => reply(verb('Hangup')),
    busy: () => reply(verb('Reject', { reason: 'busy' })),
    nothing: () => reply(),
    press: (keys) => twiml(verb('Play', { digits: keys }), ...stay(maxSeconds)),
  };
}

function reply(...verbs: Verb[]): HookReply {
  return { status: 200, contentType: 'text/xml', body: twiml(...verbs) };
}
