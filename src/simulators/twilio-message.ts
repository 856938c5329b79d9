import { countSeptets } from '../support/gsm7.ts';

/** A message as the simulated account keeps it. Times are milliseconds since the epoch. */
export interface TwilioMessage {
  sid: string;
  direction: 'inbound' | 'outbound-api';
  from: string;
  to: string;
  /** Empty once erased. */
  body: string;
  status: string;
  createdAt: number;
  /** Where the sender of a text is told how it went. */
  callback?: string | null;
}

/** The Message resource of Twilio's REST API, version 2010-04-01. */
export function messageResource(message: TwilioMessage, accountSid: string): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  const date = rfc2822(message.createdAt);
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: date,
    date_sent: date,
    date_updated: date,
    direction: message.direction,
    error_code: null,
    error_message: null,
    from: message.from,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: String(segmentsOf(message.body)),
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** Parts that a text is sent in: 160 and 153 septets, or 70 and 67 units (3GPP TS 23.040 §9.2.3.24.1). */
export function segmentsOf(body: string): number {
  const septets = countSeptets(body);
  const [length, single, part] = septets === null ? [body.length, 70, 67] : [septets, 160, 153];
  return length <= single ? 1 : Math.ceil(length / part);
}

/** `Sun, 22 Nov 2026 12:00:00 +0000` */
function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}
