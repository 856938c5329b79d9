import { KeypigeonError } from '../domain/errors.ts';
import type { InboundMessage } from '../domain/message.ts';
import type { HookReply, HookRequest } from './source.ts';
import { type FormParameters, readForm, verifyBodyHash, verifyTwilioSignature } from './twilio-signature.ts';

/** What Twilio's webhook is checked against. */
export interface TwilioHookSettings {
  accountSid: string;
  authToken: string;
  /** Without a trailing slash. */
  publicUrl: string;
}

/** An answer that makes Twilio send nothing back (TwiML with no verb). */
export const emptyTwiml: HookReply = {
  status: 200,
  contentType: 'text/xml',
  body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
};

/** A text that came, or how one that was sent is by now. */
export type TwilioCall =
  | { inbound: InboundMessage }
  | { sid: string; sent: { status: string; errorCode: number | null } };

/**
 * Checks and reads a webhook of Twilio: form, GET or JSON with `bodySHA256`.
 *
 * @throws KeypigeonError `invalid-signature`, `invalid-request` or `not-found`
 */
export function readTwilioHook(request: HookRequest, settings: TwilioHookSettings): TwilioCall {
  if (request.secretPath !== undefined) throw new KeypigeonError('not-found', 'There is nothing here');
  const parameters = verifiedParameters(request, settings);
  if (one(parameters, 'AccountSid') !== settings.accountSid)
    throw new KeypigeonError(
      'invalid-signature',
      'The webhook is of another Twilio account than the accountSid of this source',
    );
  const status = one(parameters, 'MessageStatus') ?? one(parameters, 'SmsStatus') ?? 'received';
  if (status === 'received' || status === 'receiving') return { inbound: readText(parameters) };
  const errorCode = Number(one(parameters, 'ErrorCode') ?? '');
  return {
    sid: one(parameters, 'MessageSid') ?? one(parameters, 'SmsSid') ?? '',
    sent: { status, errorCode: Number.isInteger(errorCode) && errorCode > 0 ? errorCode : null },
  };
}

function verifiedParameters(request: HookRequest, settings: TwilioHookSettings): FormParameters {
  const bodySha256 = request.query.get('bodySHA256');
  const signed = bodySha256 === null ? formOf(request) : new Map<string, string[]>();
  const signature = request.headers['x-twilio-signature'] ?? '';
  const genuine = verifyTwilioSignature(
    settings.authToken,
    signature,
    `${settings.publicUrl}${request.target}`,
    signed,
  );
  if (!genuine || (bodySha256 !== null && !verifyBodyHash(request.rawBody, bodySha256)))
    throw new KeypigeonError(
      'invalid-signature',
      `X-Twilio-Signature ${signature === '' ? 'is missing' : 'does not match'}: authToken must be the account's, and Twilio must be given the hub's publicUrl with this path`,
    );
  if (request.method === 'GET') return readForm(request.query);
  return bodySha256 === null ? signed : readJson(request.rawBody);
}

/** The parameters that the signature covers beside the URL: those of a form, and nothing of any other body. */
function formOf(request: HookRequest): FormParameters {
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '');
  if (request.method === 'GET' || !isForm) return new Map();
  return readForm(new URLSearchParams(Buffer.from(request.rawBody).toString('utf8')));
}

function readJson(rawBody: Uint8Array): FormParameters {
  const parameters = new Map<string, string[]>();
  const value = parseJson(rawBody);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongShape('a JSON object');
  for (const [name, field] of Object.entries(value))
    if (typeof field === 'string' || typeof field === 'number') parameters.set(name, [String(field)]);
  return parameters;
}

function parseJson(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8'));
  } catch {
    throw wrongShape('JSON');
  }
}

function readText(parameters: FormParameters): InboundMessage {
  const transportKey = one(parameters, 'MessageSid') ?? one(parameters, 'SmsMessageSid') ?? one(parameters, 'SmsSid');
  const sender = one(parameters, 'From');
  if (transportKey === undefined || transportKey === '') throw wrongShape('the parameter MessageSid');
  if (sender === undefined || sender === '') throw wrongShape('the parameter From');
  const to = one(parameters, 'To');
  return {
    transportKey,
    sender,
    // A picture message may come without words.
    text: one(parameters, 'Body') ?? '',
    ...(to === undefined || to === '' ? {} : { to }),
  };
}

function one(parameters: FormParameters, name: string): string | undefined {
  return parameters.get(name)?.[0];
}

function wrongShape(expected: string): KeypigeonError {
  return new KeypigeonError(
    'invalid-request',
    `Expected ${expected}, as Twilio sends for an incoming message; set this address under "A message comes in" of the number`,
  );
}
