import { createHmac } from 'node:crypto';
import type { SentText } from '../../domain/sent-text.ts';
import type { HttpRequest } from '../../support/request.ts';
import { apiVersion, errorCodeOf, messagePrefix, statusOf } from './message-resource.ts';
import { toSid } from './sids.ts';

/** The call that tells an app how its text is now: a form, signed with the app's token. */
export function callbackRequest(
  address: string,
  text: SentText,
  accountSid: string,
  authToken: string,
): { url: string; request: HttpRequest } {
  const url = signedAddress(address);
  const parameters = parametersOf(text, accountSid);
  return {
    url,
    request: {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'x-twilio-signature': sign(authToken, url, parameters),
        // The same over all tries of one change: whoever must not act twice remembers it.
        'i-twilio-idempotency-token': `${text.id}-${text.state}`,
      },
      body: new URLSearchParams(parameters).toString(),
    },
  };
}

/** As it is called: without the fragment, which never leaves. */
function signedAddress(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}

function parametersOf(text: SentText, accountSid: string): Record<string, string> {
  const sid = toSid(messagePrefix, text.id);
  const status = statusOf(text.state);
  const errorCode = errorCodeOf(text);
  return {
    AccountSid: accountSid,
    ApiVersion: apiVersion,
    ...(errorCode === null ? {} : { ErrorCode: String(errorCode), ErrorMessage: text.reason ?? '' }),
    From: text.from ?? '',
    MessageSid: sid,
    MessageStatus: status,
    SmsSid: sid,
    SmsStatus: status,
    To: text.to,
  };
}

/** base64(HMAC-SHA1(auth token, address + each name and value, sorted by name)), by Twilio's "Webhooks security" page. */
function sign(authToken: string, url: string, parameters: Record<string, string>): string {
  const pairs = Object.keys(parameters)
    .sort()
    .map((name) => name + parameters[name]);
  return createHmac('sha1', authToken)
    .update(url + pairs.join(''), 'utf8')
    .digest('base64');
}
