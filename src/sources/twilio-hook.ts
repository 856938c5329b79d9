import { KeypigeonError } from '../domain/errors.ts';
import type { InboundMessage } from '../domain/message.ts';
import { one, readGenuineHook, type TwilioHookSettings } from '../twilio-api/genuine-hook.ts';
import type { FormParameters } from '../twilio-api/signature.ts';
import type { HookReply, HookRequest } from './source.ts';

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
  const parameters = readGenuineHook(request, settings);
  const status = one(parameters, 'MessageStatus') ?? one(parameters, 'SmsStatus') ?? 'received';
  if (status === 'received' || status === 'receiving') return { inbound: readText(parameters) };
  const errorCode = Number(one(parameters, 'ErrorCode') ?? '');
  return {
    sid: one(parameters, 'MessageSid') ?? one(parameters, 'SmsSid') ?? '',
    sent: { status, errorCode: Number.isInteger(errorCode) && errorCode > 0 ? errorCode : null },
  };
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

function wrongShape(expected: string): KeypigeonError {
  return new KeypigeonError(
    'invalid-request',
    `Expected ${expected}, as Twilio sends for an incoming message; set this address under "A message comes in" of the number`,
  );
}
