import type { HttpResponse, Request } from '../support/request.ts';

/** A message as Twilio's Messages resource shows it. Times are milliseconds since the epoch. */
export interface TwilioMessage {
  sid: string;
  direction: string;
  status: string;
  from: string;
  to: string;
  body: string;
  mediaCount: number;
  createdAt: number | null;
  sentAt: number | null;
}

export interface TwilioPage {
  messages: TwilioMessage[];
  /** Address of the next page; null on the last one. */
  next: string | null;
}

export interface TwilioApiSettings {
  apiBaseUrl: string;
  accountSid: string;
  authToken: string;
}

/** Twilio answered with an error. `message` names status and code, never what Twilio wrote: that may hold numbers. */
export class TwilioApiError extends Error {
  readonly status: number;
  /** Twilio's own number of the error (twilio.com/docs/api/errors); null where the answer had none. */
  readonly code: number | null;
  readonly retryAfter: string | string[] | undefined;

  constructor(response: HttpResponse) {
    const code = readErrorCode(response);
    super(`Twilio answered ${response.status}${code === null ? '' : ` (error ${code})`}`);
    this.name = 'TwilioApiError';
    this.status = response.status;
    this.code = code;
    this.retryAfter = response.headers['retry-after'];
  }
}

/** The calls of Twilio's REST API that a source makes. All reject with TwilioApiError for a status over 299, and as `Request` does. */
export interface TwilioApi {
  /** Newest first. `page` is the `next` of the page before. */
  list(
    filter: { to?: string | undefined; sentSince?: number | undefined; pageSize: number },
    page: string | null,
    signal?: AbortSignal,
  ): Promise<TwilioPage>;
  /** Resolves with the sid; null when the answer to a message that was taken cannot be read. */
  create(form: Record<string, string>, signal: AbortSignal): Promise<string | null>;
  /** How a message is now. */
  status(sid: string, signal?: AbortSignal): Promise<{ status: string; errorCode: number | null }>;
  /** Empties the body of a message and leaves the record. */
  redact(sid: string, signal: AbortSignal): Promise<void>;
}

/** The largest page is 1,000 messages of 1,600 characters. */
const listBytes = 16 * 1024 * 1024;

/** Calls Twilio's REST API: POST with a form, else GET. Rejects with TwilioApiError for a status over 299, and as `Request` does. */
export type TwilioCall = (
  url: string,
  form: Record<string, string> | null,
  signal?: AbortSignal,
) => Promise<HttpResponse>;

export interface TwilioCaller {
  origin: string;
  /** Address of the account, without `.json`. */
  account: string;
  call: TwilioCall;
}

export function createTwilioCaller(settings: TwilioApiSettings, request: Request): TwilioCaller {
  const origin = settings.apiBaseUrl.replace(/\/+$/, '');
  const account = `${origin}/2010-04-01/Accounts/${encodeURIComponent(settings.accountSid)}`;
  const authorization = `Basic ${Buffer.from(`${settings.accountSid}:${settings.authToken}`).toString('base64')}`;

  const call: TwilioCall = async (url, form, signal) => {
    const response = await request(url, {
      method: form === null ? 'GET' : 'POST',
      headers: {
        authorization,
        accept: 'application/json',
        ...(form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === null ? { maxBytes: listBytes } : { body: new URLSearchParams(form).toString() }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.status < 200 || response.status > 299) throw new TwilioApiError(response);
    return response;
  };
  return { origin, account, call };
}

export function createTwilioApi(settings: TwilioApiSettings, request: Request): TwilioApi {
  const { origin, account, call } = createTwilioCaller(settings, request);
  return {
    async list(filter, page, signal) {
      const response = await call(page ?? `${account}/Messages.json?${listQuery(filter)}`, null, signal);
      return readPage(response, origin);
    },
    async create(form, signal) {
      const { sid } = readObject(await call(`${account}/Messages.json`, form, signal));
      return typeof sid === 'string' && sid !== '' ? sid : null;
    },
    async status(sid, signal) {
      const response = await call(`${account}/Messages/${encodeURIComponent(sid)}.json`, null, signal);
      const { status, error_code: errorCode } = readObject(response);
      return { status: String(status), errorCode: typeof errorCode === 'number' ? errorCode : null };
    },
    async redact(sid, signal) {
      await call(`${account}/Messages/${encodeURIComponent(sid)}.json`, { Body: '' }, signal);
    },
  };
}

function listQuery(filter: { to?: string | undefined; sentSince?: number | undefined; pageSize: number }): string {
  const query = new URLSearchParams({ PageSize: String(filter.pageSize) });
  if (filter.to !== undefined) query.set('To', filter.to);
  // The name of the parameter is `DateSent>`; it counts in whole days of GMT.
  if (filter.sentSince !== undefined) query.set('DateSent>', new Date(filter.sentSince).toISOString().slice(0, 10));
  return query.toString();
}

function readPage(response: HttpResponse, origin: string): TwilioPage {
  const { messages, next_page_uri: next } = readObject(response);
  if (!Array.isArray(messages)) throw new Error("Twilio's list of messages has another shape than expected");
  return {
    messages: messages.map(readMessage),
    // Only a path: the credentials go to the configured address and nowhere else.
    next: typeof next === 'string' && next.startsWith('/') ? origin + next : null,
  };
}

function readMessage(value: unknown): TwilioMessage {
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  return {
    sid: text('sid'),
    direction: text('direction'),
    status: text('status'),
    from: text('from'),
    to: text('to'),
    body: text('body'),
    mediaCount: Number(fields.num_media ?? 0) || 0,
    createdAt: readTime(text('date_created')),
    sentAt: readTime(text('date_sent')),
  };
}

/** RFC 2822 with a zone, as in `Thu, 24 Aug 2023 05:01:45 +0000`. */
function readTime(written: string): number | null {
  if (!/([+-]\d{4}|GMT|Z)$/.test(written)) return null;
  const time = Date.parse(written);
  return Number.isNaN(time) ? null : time;
}

function readErrorCode(response: HttpResponse): number | null {
  const { code } = readObject(response);
  return typeof code === 'number' ? code : null;
}

/** The fields of an answer; none where it is no JSON object. */
export function readObject(response: HttpResponse): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(response.text());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
