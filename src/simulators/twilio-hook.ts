import { createHmac } from 'node:crypto';
import { type Agent, request as httpRequest } from 'undici';

export interface CalledHook {
  /** Where the call goes. */
  url: string;
  /** What is signed: the address that Twilio was given, where that differs from `url` (a proxy in between). */
  publicUrl?: string;
  method?: 'GET' | 'POST';
}

/** Calls the webhook as Twilio does: a form, or a query, with `X-Twilio-Signature` over address and parameters. */
export async function callHook(
  { url, publicUrl = url, method = 'POST' }: CalledHook,
  parameters: Record<string, string>,
  authToken: string,
  agent: Agent,
): Promise<{ status: number; body: string }> {
  const encoded = new URLSearchParams(parameters).toString();
  const withQuery = (address: string) => `${address}${address.includes('?') ? '&' : '?'}${encoded}`;
  const signed = method === 'GET' ? withQuery(publicUrl) : publicUrl + sortedPairs(parameters);
  const headers = {
    'x-twilio-signature': createHmac('sha1', authToken).update(signed).digest('base64'),
    ...(method === 'GET' ? {} : { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }),
  };
  const options = { dispatcher: agent, method, headers, ...(method === 'GET' ? {} : { body: encoded }) };
  const response = await httpRequest(method === 'GET' ? withQuery(url) : url, options);
  return { status: response.statusCode, body: await response.body.text() };
}

function sortedPairs(parameters: Record<string, string>): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => name + parameters[name])
    .join('');
}
