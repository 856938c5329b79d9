import { createHmac } from 'node:crypto';
import { KeypigeonError } from '../domain/errors.ts';
import { sameSecret } from '../support/same-secret.ts';
import type { HookRequest } from './source.ts';
import { type HookFields, pick } from './webhook-fields.ts';

/** How far the time of a signed request may be off, both ways (Standard Webhooks, "Verifying webhook authenticity"). */
const toleranceMs = 5 * 60 * 1000;

/** A request whose signature is looked at. */
export interface SignedCall {
  request: HookRequest;
  fields: HookFields;
  secret: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Throws KeypigeonError `invalid-signature` when the request was not signed with the secret. */
export type Verify = (call: SignedCall) => void;

/** Standard Webhooks: `v1,` and base64(HMAC-SHA256(secret, id.timestamp.body)), several of them where keys are changed. */
export const verifyStandardWebhook: Verify = ({ request, secret, now }) => {
  const id = header(request, 'webhook-id');
  const timestamp = header(request, 'webhook-timestamp');
  const given = header(request, 'webhook-signature');
  checkAge(Number(timestamp) * 1000, now, 'webhook-timestamp');
  const expected = createHmac('sha256', readWhsec(secret))
    .update(`${id}.${timestamp}.`)
    .update(request.rawBody)
    .digest('base64');
  const signatures = given.split(' ').filter((signature) => signature.startsWith('v1,'));
  if (!signatures.some((signature) => sameSecret(signature.slice(3), expected))) throw mismatch('webhook-signature');
};

/** The key bytes of a `whsec_…` secret; the prefix may be left out. */
export function readWhsec(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
}

/** SmsForwarder: base64(HMAC-SHA256(secret, timestamp newline secret)) in the body, percent-encoded once or twice on the way. It does not cover the text. */
export const verifySmsForwarder: Verify = ({ fields, secret, now }) => {
  const timestamp = pick(fields, ['timestamp']) ?? '';
  const given = pick(fields, ['sign']) ?? '';
  checkAge(Number(timestamp), now, 'timestamp');
  const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
  const once = unescapePercent(given);
  // Each form is looked at, so that the time tells nothing.
  const matches = [given, once, unescapePercent(once)].map((form) => sameSecret(form, expected));
  if (!matches.includes(true)) throw mismatch('sign');
};

/** android-sms-gateway: hex HMAC-SHA256 over body and `X-Timestamp` (seconds). */
export const verifyAndroidSmsGateway: Verify = ({ request, secret, now }) => {
  const timestamp = header(request, 'x-timestamp');
  checkAge(Number(timestamp) * 1000, now, 'X-Timestamp');
  const expected = createHmac('sha256', secret).update(request.rawBody).update(timestamp).digest('hex');
  if (!sameSecret(header(request, 'x-signature').toLowerCase(), expected)) throw mismatch('X-Signature');
};

/** textbee: hex HMAC-SHA256 over the body; nothing says when it was signed. */
export const verifyTextbee: Verify = ({ request, secret }) => {
  const expected = createHmac('sha256', secret).update(request.rawBody).digest('hex');
  if (!sameSecret(header(request, 'x-signature').toLowerCase(), expected)) throw mismatch('X-Signature');
};

/** httpSMS: a JSON Web Token (HS256, RFC 7519) as bearer, for the address of this webhook. It does not cover the text. */
export const verifyHttpsms: Verify = ({ request, secret, now }) => {
  const token = /^Bearer\s+(\S+)$/i.exec(header(request, 'authorization'))?.[1] ?? '';
  const [head = '', payload = '', signature = ''] = token.split('.');
  const expected = createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url');
  if (!sameSecret(signature, expected) || readPart(head).alg !== 'HS256') throw mismatch('Authorization');
  const claims = readPart(payload);
  if (claims.iss !== 'api.httpsms.com') throw mismatch('Authorization');
  if (!isFor(claims.aud, request.target)) throw mismatch('Authorization');
  const [notBefore, until] = [Number(claims.nbf) * 1000, Number(claims.exp) * 1000];
  if (!(now >= notBefore - toleranceMs && now <= until + toleranceMs)) throw tooOld('Authorization');
};

/** Compared by path: the host differs where the phone reaches the hub by another name. */
function isFor(audience: unknown, target: string): boolean {
  const wanted = target.split('?', 1)[0];
  const addresses = Array.isArray(audience) ? audience : [audience];
  return addresses.some((address) => {
    const path = typeof address === 'string' ? URL.parse(address)?.pathname : undefined;
    return path !== undefined && wanted !== undefined && path.endsWith(wanted);
  });
}

function readPart(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function header(request: HookRequest, name: string): string {
  return request.headers[name] ?? '';
}

function unescapePercent(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function checkAge(time: number, now: number, where: string): void {
  if (!(Math.abs(now - time) <= toleranceMs)) throw tooOld(where);
}

function tooOld(where: string): KeypigeonError {
  return new KeypigeonError(
    'invalid-signature',
    `The time in ${where} is missing or more than 5 minutes from the hub's: set both clocks`,
  );
}

function mismatch(where: string): KeypigeonError {
  return new KeypigeonError(
    'invalid-signature',
    `The signature in ${where} is missing or does not match: the secret must be the same on both sides`,
  );
}
