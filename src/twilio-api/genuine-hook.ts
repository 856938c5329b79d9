import { KeypigeonError } from '../domain/errors.ts';
import type { HookRequest } from '../sources/source.ts';
import { type FormParameters, readForm, verifyBodyHash, verifyTwilioSignature } from './signature.ts';

/** What a webhook of Twilio is checked against. */
export interface TwilioHookSettings {
  accountSid: string;
  authToken: string;
  /** Without a trailing slash. */
  publicUrl: string;
}

/**
 * The parameters of a webhook that Twilio itself sent for this account: of a form, of GET, or of JSON with `bodySHA256`.
 *
 * @throws KeypigeonError `invalid-signature`, `invalid-request` or `not-found`
 */
export function readGenuineHook(request: HookRequest, settings: TwilioHookSettings): FormParameters {
  if (request.secretPath !== undefined) throw new KeypigeonError('not-found', 'There is nothing here');
  const parameters = verifiedParameters(request, settings);
  if (one(parameters, 'AccountSid') !== settings.accountSid)
    throw new KeypigeonError(
      'invalid-signature',
      'The webhook is of another Twilio account than the accountSid that is configured here',
    );
  return parameters;
}

/** The first value of a parameter. */
export function one(parameters: FormParameters, name: string): string | undefined {
  return parameters.get(name)?.[0];
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
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notJson();
  for (const [name, field] of Object.entries(value))
    if (typeof field === 'string' || typeof field === 'number') parameters.set(name, [String(field)]);
  return parameters;
}

function parseJson(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8'));
  } catch {
    throw notJson();
  }
}

function notJson(): KeypigeonError {
  return new KeypigeonError(
    'invalid-request',
    'Expected a JSON object, as Twilio sends with bodySHA256 in the address',
  );
}
