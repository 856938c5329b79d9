import { readObject, type TwilioCaller } from './api.ts';

/** Calls of a Twilio account, by its REST API. All reject with TwilioApiError for a status over 299, and as `Request` does. */
export interface TwilioCalls {
  /** Resolves with the sid; null when the answer to a call that was begun cannot be read. */
  create(form: Record<string, string>, signal: AbortSignal): Promise<string | null>;
  /** What a live call does from now on, in place of what it was doing. */
  update(sid: string, twiml: string, signal?: AbortSignal): Promise<void>;
  hangUp(sid: string, signal?: AbortSignal): Promise<void>;
  /** Ends what `<Start><Transcription name>` began. */
  stopTranscription(sid: string, name: string, signal?: AbortSignal): Promise<void>;
}

export function createTwilioCalls({ account, call }: TwilioCaller): TwilioCalls {
  const urlOf = (sid: string, rest = '') => `${account}/Calls/${encodeURIComponent(sid)}${rest}.json`;
  return {
    async create(form, signal) {
      const { sid } = readObject(await call(`${account}/Calls.json`, form, signal));
      return typeof sid === 'string' && sid !== '' ? sid : null;
    },
    async update(sid, twiml, signal) {
      await call(urlOf(sid), { Twiml: twiml }, signal);
    },
    async hangUp(sid, signal) {
      await call(urlOf(sid), { Status: 'completed' }, signal);
    },
    async stopTranscription(sid, name, signal) {
      await call(urlOf(sid, `/Transcriptions/${encodeURIComponent(name)}`), { Status: 'stopped' }, signal);
    },
  };
}
