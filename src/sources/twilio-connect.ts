import { KeypigeonError } from '../domain/errors.ts';
import {
  createTwilioCaller,
  readObject,
  TwilioApiError,
  type TwilioApiSettings,
  type TwilioCaller,
} from '../twilio-api/api.ts';
import { describeTwilioFailure } from '../twilio-api/errors.ts';
import type { Connected, SourceContext } from './source.ts';

/** A number of the account (twilio.com/docs/phone-numbers/api/incomingphonenumber-resource), as far as texts go. */
interface TwilioNumber {
  sid: string;
  smsUrl: string;
  smsMethod: string;
  /** Of a TwiML app, which wins over the address; empty: none. */
  smsApplicationSid: string;
}

/** Enters the hook at the line's number, as `A message comes in` in the Twilio console, and reads it back. */
export async function connectTwilio(
  config: TwilioApiSettings,
  { line, request }: Pick<SourceContext, 'line' | 'request'>,
  { hookUrl }: { hookUrl: string },
): Promise<Connected> {
  if (line.number === null) throw refuse(`the line ${line.id} has no number: set the one that Twilio gave you`);
  const caller = createTwilioCaller(config, request);
  const account = await told(() => readAccount(caller));
  const before = await told(() => findNumber(caller, line.number ?? ''));
  await told(() => caller.call(numberUrl(caller, before.sid), wish(hookUrl, before)));
  const now = await told(() => readNumber(caller, before.sid));
  if (!isOurs(now, hookUrl)) throw refuse('it took the address but shows another: look at the number in its console');
  return {
    what: `Twilio calls ${hookUrl} (POST) for each text to this number`,
    replaced: isOurs(before, hookUrl) ? null : describeReplaced(before),
    note: account.type === 'Trial' ? trialNote : null,
  };
}

/** Twilio's own first steps receive texts with a trial account; sending is what it limits (error 21608). */
const trialNote =
  'This is a trial account of Twilio: it sends texts only to numbers that were verified in its console, and ends with its credit';

async function readAccount({ account, call }: TwilioCaller): Promise<{ type: string }> {
  const { status, type } = readObject(await call(`${account}.json`, null));
  if (status === 'suspended' || status === 'closed')
    throw refuse(`the account is ${status}: see what the Twilio console says of it`);
  return { type: String(type) };
}

async function findNumber({ account, call }: TwilioCaller, number: string): Promise<TwilioNumber> {
  const query = new URLSearchParams({ PhoneNumber: number });
  const { incoming_phone_numbers: found } = readObject(
    await call(`${account}/IncomingPhoneNumbers.json?${query}`, null),
  );
  // The filter also gives numbers that only contain what was asked for.
  const fields = (Array.isArray(found) ? found.map(asFields) : []).find((one) => one.phone_number === number);
  if (fields !== undefined) return toNumber(fields);
  throw refuse(
    "the line's number is not one of this account: check the number of the line, and whether accountSid is that of the subaccount that has it",
  );
}

async function readNumber(caller: TwilioCaller, sid: string): Promise<TwilioNumber> {
  return toNumber(readObject(await caller.call(numberUrl(caller, sid), null)));
}

function numberUrl({ account }: TwilioCaller, sid: string): string {
  return `${account}/IncomingPhoneNumbers/${encodeURIComponent(sid)}.json`;
}

/** An app would win over the address, so it goes; nothing else of the number changes. */
function wish(hookUrl: string, { smsApplicationSid }: TwilioNumber): Record<string, string> {
  return { SmsUrl: hookUrl, SmsMethod: 'POST', ...(smsApplicationSid === '' ? {} : { SmsApplicationSid: '' }) };
}

function isOurs({ smsUrl, smsMethod, smsApplicationSid }: TwilioNumber, hookUrl: string): boolean {
  return smsUrl === hookUrl && smsMethod === 'POST' && smsApplicationSid === '';
}

function describeReplaced({ smsUrl, smsApplicationSid }: TwilioNumber): string | null {
  if (smsApplicationSid !== '') return `the TwiML app ${smsApplicationSid}`;
  return smsUrl === '' ? null : withoutSecrets(smsUrl);
}

/** User name, query and fragment may be secret, and so may long parts of the path. */
function withoutSecrets(address: string): string {
  const url = URL.parse(address);
  if (url === null) return 'an address that cannot be read';
  const path = url.pathname.split('/').map((part) => (part.length >= longPart ? '…' : part));
  return `${url.origin}${path.join('/')}${url.search === '' ? '' : '?…'}`;
}

/** Names in paths are shorter, secrets of any worth are not. */
const longPart = 16;

async function told<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof KeypigeonError) throw cause;
    throw refuse(describe(cause), cause);
  }
}

/** twilio.com/docs/api/errors/20008: test credentials open nothing of the account. */
const testCredentials = 20008;

function describe(error: unknown): string {
  if (error instanceof TwilioApiError && error.code === testCredentials)
    return 'these are test credentials: use the Account SID and auth token of the first page of the console';
  return describeTwilioFailure(error);
}

function toNumber(fields: Record<string, unknown>): TwilioNumber {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  return {
    sid: text('sid'),
    smsUrl: text('sms_url'),
    smsMethod: text('sms_method'),
    smsApplicationSid: text('sms_application_sid'),
  };
}

function asFields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function refuse(why: string, cause?: unknown): KeypigeonError {
  const detail = `The number was not set up at Twilio: ${why}`;
  return new KeypigeonError('cannot-connect', detail, cause === undefined ? {} : { cause });
}
