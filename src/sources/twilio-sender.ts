import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import type { Clock } from '../support/clock.ts';
import { type TwilioApi, TwilioApiError, type TwilioMessage } from '../twilio-api/api.ts';
import { describeTwilioFailure, toDeliveryError } from '../twilio-api/errors.ts';
import type { OutgoingText, TextSender } from './source.ts';

export interface TwilioSenderSettings {
  from: string | undefined;
  messagingServiceSid: string | undefined;
  /** E.164 of the line; null where it is not known. */
  lineNumber: string | null;
  /** Where Twilio tells how a text went; undefined: nowhere, because it could not reach this hub. */
  statusCallback: string | undefined;
}

/** Twilio's number for "The StatusCallback URL is not a valid URL": nothing was sent. */
const badCallback = 21609;

/** Twilio's clock and ours differ a little, and its times are whole seconds. */
const clockToleranceMs = 5_000;
const findPages = 5;
const findPageSize = 100;

/**
 * Sends by Twilio's Messages resource. It has no idempotency key, so a request without an answer is an unknown outcome.
 * `follow`: asks for the reports of texts of which Twilio will not tell by itself.
 */
export function createTwilioSender(
  api: TwilioApi,
  settings: TwilioSenderSettings,
  { clock, follow }: { clock: Clock; follow(sid: string): void },
): TextSender {
  const { statusCallback } = settings;
  /** Once refused, it is not offered again. */
  let callback = statusCallback;
  const create = async (form: Record<string, string>, signal: AbortSignal): Promise<string | null> => {
    try {
      return await api.create(callback === undefined ? form : { ...form, StatusCallback: callback }, signal);
    } catch (error) {
      if (callback === undefined || !(error instanceof TwilioApiError) || error.code !== badCallback) throw error;
      callback = undefined;
      return await api.create(form, signal);
    }
  };
  return {
    paceMs: 0,
    timeoutMs: 10_000,
    async send(text, signal) {
      const form = { To: text.to, Body: text.text, ...origin(text, settings) };
      const sid = await create(form, signal).catch((error: unknown) => {
        throw toDeliveryError(error, clock.now());
      });
      if (sid === null) throw new UnknownOutcomeError("Twilio took the text, but its answer can't be read");
      if (callback === undefined) follow(sid);
      return { receipt: sid };
    },
    async find(text, since, signal) {
      try {
        return await findSent(api, text, since, signal);
      } catch (error) {
        throw new TemporaryDeliveryError(describeTwilioFailure(error), { cause: error });
      }
    },
  };
}

function origin(text: OutgoingText, settings: TwilioSenderSettings): Record<string, string> {
  const from = text.from ?? settings.from;
  if (from !== undefined) return { From: from };
  if (settings.messagingServiceSid !== undefined) return { MessagingServiceSid: settings.messagingServiceSid };
  if (settings.lineNumber !== null) return { From: settings.lineNumber };
  throw new PermanentDeliveryError(
    'There is no number to send from: give the line a number, or set `from` or `messagingServiceSid` of its Twilio source',
  );
}

// Not filtered by DateSent: a text that still waits in Twilio's queue has none.
async function findSent(
  api: TwilioApi,
  text: OutgoingText,
  since: number,
  signal: AbortSignal,
): Promise<{ receipt: string } | 'not sent' | null> {
  const from = since - clockToleranceMs;
  let page: string | null = null;
  let unreadable = false;
  for (let pages = 0; pages < findPages; pages += 1) {
    const { messages, next } = await api.list({ to: text.to, pageSize: findPageSize }, page, signal);
    const outbound = messages.filter((message) => isSentSince(message, from));
    const found = outbound.find((message) => sameWords(message.body, text.text));
    if (found !== undefined) return { receipt: found.sid };
    unreadable ||= outbound.some((message) => message.body === '');
    const last = messages.at(-1);
    if (next === null || (last?.createdAt ?? from) < from) return unreadable ? null : 'not sent';
    page = next;
  }
  return null;
}

function isSentSince(message: TwilioMessage, from: number): boolean {
  const neverLeft = message.status === 'failed' || message.status === 'canceled';
  return (
    message.direction.startsWith('outbound') && !neverLeft && (message.createdAt ?? message.sentAt ?? from) >= from
  );
}

/** Twilio puts its own words before a trial account's text, and its smart encoding exchanges quotes and dashes. */
function sameWords(shown: string, sent: string): boolean {
  const words = onlyWords(sent);
  return words === '' ? shown.trim() === sent.trim() : onlyWords(shown).endsWith(words);
}

function onlyWords(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
}
