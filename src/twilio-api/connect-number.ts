import { KeypigeonError } from '../domain/errors.ts';
import type { Connected, SourceContext } from '../sources/source.ts';
import {
  createTwilioCaller,
  readObject,
  TwilioApiError,
  type TwilioApiSettings,
  type TwilioCaller,
} from '../twilio-api/api.ts';
import { describeTwilioFailure } from '../twilio-api/errors.ts';

/** What of a number is set up: its texts, or its calls. */
export type NumberUse = 'texts' | 'calls';

/** A number of the account (twilio.com/docs/phone-numbers/api/incomingphonenumber-resource), as far as one use goes. */
interface TwilioNumber {
  sid: string;
  url: string;
  method: string;
  /** Of a TwiML app, which wins over the address; empty: none. */
  applicationSid: string;
  /** Where the end of a call is told; empty: nowhere. */
  statusCallback: string;
}

const useWords = {
  texts: { parameter: 'Sms', field: 'sms', each: 'text to this number' },
  calls: { parameter: 'Voice', field: 'voice', each: 'call to this number' },
} as const satisfies Record<NumberUse, { parameter: string; field: string; each: string }>;

/** Enters the hook at the line's number, as `A message comes in` or `A call comes in` in the Twilio console, and reads it back. */
export async function connectTwilioNumber(
  config: TwilioApiSettings,
  { line, request }: Pick<SourceContext, 'line' | 'request'>,
  { hookUrl, use }: { hookUrl: string; use: NumberUse },
): Promise<Connected> {
  if (line.number === null) throw refuse(`the line ${line.id} has no number: set the one that Twilio gave you`);
  const caller = createTwilioCaller(config, request);
  const account = await told(() => readAccount(caller));
  const before = await told(() => findNumber(caller, line.number ?? '', use));
  await told(() => caller.call(numberUrl(caller, before.sid), wish(hookUrl, before, use)));
  const now = await told(() => readNumber(caller, before.sid, use));
  if (!isOurs(now, hookUrl, use))
    throw refuse('it took the address but shows another: look at the number in its console');
  return {
    what: `Twilio calls ${hookUrl} (POST) for each ${useWords[use].each}`,
    replaced: isOurs(before, hookUrl, use) ? null : describeReplaced(before, hookUrl),
    note: account.type === 'Trial' && use === 'texts' ? trialNote : null,
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

async function findNumber({ account, call }: TwilioCaller, number: string, use: NumberUse): Promise<TwilioNumber> {
  const query = new URLSearchParams({ PhoneNumber: number });
  const { incoming_phone_numbers: found } = readObject(
    await call(`${account}/IncomingPhoneNumbers.json?${query}`, null),
  );
  // The filter also gives numbers that only contain what was asked for.
  const fields = (Array.isArray(found) ? found.map(asFields) : []).find((one) => one.phone_number === number);
  if (fields !== undefined) return toNumber(fields, use);
  throw refuse(
    "the line's number is not one of this account: check the number of the line, and whether accountSid is that of the subaccount that has it",
  );
}

async function readNumber(caller: TwilioCaller, sid: string, use: NumberUse): Promise<TwilioNumber> {
  return toNumber(readObject(await caller.call(numberUrl(caller, sid), null)), use);
}

function numberUrl({ account }: TwilioCaller, sid: string): string {
  return `${account}/IncomingPhoneNumbers/${encodeURIComponent(sid)}.json`;
}

/** An app would win over the address, so it goes; nothing else of the number changes. */
function wish(hookUrl: string, { applicationSid }: TwilioNumber, use: NumberUse): Record<string, string> {
  const { parameter } = useWords[use];
  return {
    [`${parameter}Url`]: hookUrl,
    [`${parameter}Method`]: 'POST',
    ...(applicationSid === '' ? {} : { [`${parameter}ApplicationSid`]: '' }),
    ...(use === 'calls' ? { StatusCallback: hookUrl, StatusCallbackMethod: 'POST' } : {}),
  };
}

function isOurs(
  { url, method, applicationSid, statusCallback }: TwilioNumber,
  hookUrl: string,
  use: NumberUse,
): boolean {
  const tellsEnd = use === 'texts' || statusCallback === hookUrl;
  return url === hookUrl && method === 'POST' && applicationSid === '' && tellsEnd;
}

function describeReplaced({ url, applicationSid }: TwilioNumber, hookUrl: string): string | null {
  if (applicationSid !== '') return `the TwiML app ${applicationSid}`;
  return url === '' || url === hookUrl ? null : withoutSecrets(url);
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

function toNumber(fields: Record<string, unknown>, use: NumberUse): TwilioNumber {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const { field } = useWords[use];
  return {
    sid: text('sid'),
    url: text(`${field}_url`),
    method: text(`${field}_method`),
    applicationSid: text(`${field}_application_sid`),
    statusCallback: text('status_callback'),
  };
}

function asFields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function refuse(why: string, cause?: unknown): KeypigeonError {
  const detail = `The number was not set up at Twilio: ${why}`;
  return new KeypigeonError('cannot-connect', detail, cause === undefined ? {} : { cause });
}
