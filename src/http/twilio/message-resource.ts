import type { SentText, SentTextState } from '../../domain/sent-text.ts';
import { toSid } from './sids.ts';

export const apiVersion = '2010-04-01';
/** Twilio's prefix of message SIDs. */
export const messagePrefix = 'SM';
/** Twilio's "Unknown error": where something went wrong and nobody gave a number. */
const unknownError = 30_008;

/**
 * Our states in Twilio's words. `unknown` (no answer came, and the text is never sent again blindly) is `sent` with error
 * 30008: `failed` would make a caller send it a second time.
 */
const statuses: Record<SentTextState, string> = {
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  unknown: 'sent',
  canceled: 'canceled',
};

export function statusOf(state: SentTextState): string {
  return statuses[state];
}

/** The number of what went wrong; null where nothing did. */
export function errorCodeOf({ state, errorCode }: SentText): number | null {
  const wentWrong = state === 'undelivered' || state === 'failed' || state === 'unknown';
  return wentWrong ? (errorCode ?? unknownError) : null;
}

/** The Message resource of Twilio's REST API, version 2010-04-01. */
export function messageResource(text: SentText, accountSid: string): Record<string, unknown> {
  const sid = toSid(messagePrefix, text.id);
  const path = `/${apiVersion}/Accounts/${accountSid}/Messages/${sid}`;
  const errorCode = errorCodeOf(text);
  return {
    account_sid: accountSid,
    api_version: apiVersion,
    body: text.text ?? '',
    date_created: rfc2822(text.createdAt),
    date_sent: text.sentAt === null ? null : rfc2822(text.sentAt),
    date_updated: rfc2822(text.updatedAt),
    direction: 'outbound-api',
    error_code: errorCode,
    error_message: errorCode === null ? null : text.reason,
    from: text.from,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: String(text.segments),
    price: null,
    price_unit: 'USD',
    sid,
    status: statusOf(text.state),
    subresource_uris: { media: `${path}/Media.json` },
    to: text.to,
    uri: `${path}.json`,
  };
}

/** `Sun, 22 Nov 2026 12:00:00 +0000` (RFC 2822 §3.3) */
function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}
