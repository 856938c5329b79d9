/**
 * Every error that the program names, in one table: a stable code, the HTTP status it answers with, and what it means.
 * Codes are never reused. docs/errors.md is generated from here; the code is the anchor there.
 */
export const errorTable = {
  'invalid-request': { status: 400, title: 'The request is not what was expected' },
  'invalid-signature': { status: 403, title: 'The signature does not match' },
  'invalid-cursor': { status: 400, title: 'The cursor was not made by this hub' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  forbidden: { status: 403, title: 'The token lacks the scope' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This method is not offered here' },
  conflict: { status: 409, title: 'The state does not allow this' },
  'body-too-large': { status: 413, title: 'The body is over the limit' },
  'unsupported-media-type': { status: 415, title: 'The content type is not understood' },
  'wrong-host': { status: 421, title: 'This host name is not served here' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong here' },
  'store-unavailable': { status: 503, title: 'The store cannot take this now' },
  'shutting-down': { status: 503, title: 'The hub is stopping' },
  'invalid-configuration': { status: 400, title: 'The configuration is not what was expected' },
  'setting-missing': { status: 503, title: 'A setting that this needs is missing' },
  'missing-variable': { status: 400, title: 'A variable that the configuration names is not set' },
  'key-missing': { status: 500, title: 'The key file is missing while the store holds encrypted data' },
  'key-wrong': { status: 500, title: 'The key does not fit the store' },
  'folder-not-writable': { status: 500, title: 'The data folder cannot be written' },
  'folder-locked': { status: 500, title: 'Another hub serves this data folder' },
  'address-in-use': { status: 500, title: 'The listen address is taken' },
  'hub-not-running': { status: 503, title: 'No hub is running on this data folder' },
  'schema-too-new': { status: 500, title: 'The store was written by a newer version' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorTable;

/** Where the docs page of the errors is served and linked. */
export const errorDocs = 'docs/errors.md';

/** An error with a stable code. `detail` is one line: what, where, what was expected, what to do; no text, code or secret. */
export class KeypigeonError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, detail: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KeypigeonError';
    this.code = code;
    this.status = errorTable[code].status;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
