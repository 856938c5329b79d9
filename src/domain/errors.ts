import { verificationCallErrors, verificationErrors } from './verification-errors.ts';

/**
 * Every error that the program names, in one table: a stable code, the HTTP status it answers with, what it means, and
 * what to do (`help`, Markdown for the docs page).
 * Codes are never reused. docs/errors.md is generated from here; the code is the anchor there.
 */
export const errorTable = {
  'invalid-request': {
    status: 400,
    title: 'The request is not what was expected',
    help: '`detail` says which part of the request (path, query, body, header) was not what was expected, and what was. Correct that part; sending the same request again gives the same answer.',
  },
  'invalid-signature': {
    status: 403,
    title: 'The signature does not match',
    help: 'The call to a hook carries a signature that was not made with the secret of this source, is older than five minutes, or was made for another address. Compare the secret, the clock of the sender and `publicUrl`: providers sign the address that they call.',
  },
  'invalid-cursor': {
    status: 400,
    title: 'The cursor was not made by this hub',
    help: '`before` must be the `next` of an earlier page. Start again without it.',
  },
  unauthorized: {
    status: 401,
    title: 'A valid token is needed',
    help: 'Send `Authorization: Bearer kp_…` with a token of this hub that was not revoked. The first token is printed at the first start; `POST /api/v1/tokens` makes more.',
  },
  'sign-in-failed': {
    status: 401,
    title: 'The sign-in failed',
    help: 'Person, password or code is not right, or the person may not sign in any more. The answer is the same for all of these. A code of an authenticator app is taken once; wait for the next one.',
  },
  'second-factor-needed': {
    status: 401,
    title: 'A second factor is needed',
    help: 'The password is right. Send it again with `code` from the authenticator app, or with `recoveryCode`.',
  },
  'setup-link-invalid': {
    status: 404,
    title: 'The set-up link is not good any more',
    help: 'A set-up link is good once and for 15 minutes. `keypigeon person reset PERSON` makes another one.',
  },
  'cross-site': {
    status: 403,
    title: 'Another site asked for this',
    help: 'Requests with the cookie of a session are taken from the pages of the hub only: `Origin` must be its own address. Programs use a token instead. Behind a proxy, set `publicUrl` to the address that browsers see.',
  },
  'https-needed': {
    status: 403,
    title: 'Signing in needs HTTPS here',
    help: 'Without HTTPS, passwords and sessions can be read on the way, so the hub takes them over plain HTTP within a private network only. Put it behind HTTPS and set `publicUrl`.',
  },
  'sign-in-again': {
    status: 403,
    title: 'A fresh sign-in is needed',
    help: 'Changing how one signs in asks for a sign-in that is at most 15 minutes old. Sign in again.',
  },
  'passkeys-impossible': {
    status: 409,
    title: 'Passkeys are not possible at this address',
    help: 'A passkey is bound to a host name, never to an IP address, and browsers offer them over HTTPS or on localhost only. Open the hub by its name over HTTPS, or use a password.',
  },
  forbidden: {
    status: 403,
    title: 'The token lacks the scope',
    help: 'The token is valid but lacks the scope that this call needs: `read` to look, `send` to send again or to test, `board` for a screen that shows the codes due now, `admin` for everything else. Use another token, or make one with that scope.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    help: 'Nothing is served at this path, or there is no such thing for the one who asks. Hooks answer this for unknown sources and for wrong secret paths alike.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This method is not offered here',
    help: 'The path exists, but not with this method; the header `Allow` names those that do.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    help: 'The request did not arrive whole in time. Send it again; on a slow connection, send less.',
  },
  conflict: {
    status: 409,
    title: 'The state does not allow this',
    help: 'The request is fine, but what it is about is not in a state that allows it; `detail` says why.',
  },
  'question-changed': {
    status: 409,
    title: 'The call asks for something else by now',
    help: 'A key answers the question that a person read, so no key was pressed. Read the call again, show what it asks for now, and send the `askedAt` of that.',
  },
  'not-proven': {
    status: 409,
    title: 'The destination is not proven',
    help: 'A phone or mailbox that a person added gets nothing until they have entered a code that was sent there. Send one by `POST /api/v1/destinations/ID/proof`, or on the page of the destination.',
  },
  'cannot-connect': {
    status: 409,
    title: 'The provider could not be set up',
    help: 'The hub was asked to enter its address at the provider of a source, and could not; `detail` says why and what to do. It can be entered by hand in the console of the provider, too.',
  },
  'code-wrong': {
    status: 422,
    title: 'The code is not right',
    help: 'The code is not the one that was sent last, or not what the authenticator app shows now. `detail` says how many tries are left where they are counted, or that a clock is off; another code does not give more tries.',
  },
  provisioned: {
    status: 409,
    title: 'A configuration file made this',
    help: 'What a configuration file names is changed in that file only, or the two would contradict each other. `detail` names the file. Change it there and apply it, or take it out of the file and make it by hand.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is over the limit',
    help: 'Hooks and the API take at most 64 KiB, a configuration 1 MiB. A text message never needs that much.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The content type is not understood',
    help: 'The API takes `application/json`, a configuration `application/yaml`. Set the header `Content-Type`.',
  },
  'wrong-host': {
    status: 421,
    title: 'This host name is not served here',
    help: 'The hub answers only to its own names, so that a web page cannot reach it under a name of its own (DNS rebinding). Call it as `localhost`, by its listen address or by `publicUrl`, or add the name to `network.serveHosts`.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    help: 'Wait as long as the header `Retry-After` says, in seconds.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are over the limit',
    help: 'Send fewer or shorter headers: at most 16 KiB in all.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    help: 'A fault of the hub. Its log has a line with the same method and route and the cause; please report it.',
  },
  'store-unavailable': {
    status: 503,
    title: 'The store cannot take this now',
    help: 'The database cannot be written or read now: the disk is full, the file is locked, or PostgreSQL is away. Nothing was taken; come again after `Retry-After` seconds. The log says which it is.',
  },
  'shutting-down': {
    status: 503,
    title: 'The hub is stopping',
    help: 'The hub is about to end. Come again when it runs.',
  },
  ...verificationErrors,
  ...verificationCallErrors,
  'invalid-configuration': {
    status: 400,
    title: 'The configuration is not what was expected',
    help: 'Nothing was changed. Each problem says where in the file, what was expected and what to do.',
  },
  'setting-missing': {
    status: 503,
    title: 'A setting that this needs is missing',
    help: 'A part that this needs is not configured; `detail` names the setting.',
  },
  'missing-variable': {
    status: 400,
    title: 'A variable that the configuration names is not set',
    help: 'The configuration refers to an environment variable that the hub does not have, or to a file that it cannot read. Set it and start again.',
  },
  'key-missing': {
    status: 500,
    title: 'The key file is missing while the store holds encrypted data',
    help: 'The key file is gone while the store holds texts that were encrypted with it. Put the file back from your backup; a new key could not open them. Point `KEYPIGEON_KEY_FILE` at it where it lies elsewhere.',
  },
  'key-wrong': {
    status: 500,
    title: 'The key does not fit the store',
    help: 'The key file is not the one that this store was encrypted with, or cannot be read as one. Put the right file back.',
  },
  'folder-not-writable': {
    status: 500,
    title: 'The data folder cannot be written',
    help: 'The hub needs a folder that it can write. Change its owner, or set `KEYPIGEON_DATA` to another one.',
  },
  'folder-locked': {
    status: 500,
    title: 'Another hub serves this data folder',
    help: 'One hub serves one data folder. Stop the other one, or give this one its own folder by `KEYPIGEON_DATA`.',
  },
  'address-in-use': {
    status: 500,
    title: 'The listen address is taken',
    help: 'Another program listens there. Stop it, or set `KEYPIGEON_LISTEN` to a free address and port.',
  },
  'address-unusable': {
    status: 500,
    title: 'The listen address cannot be used',
    help: 'The hub may not or cannot listen there: the address is not one of this machine, or the port is reserved. Set `KEYPIGEON_LISTEN`.',
  },
  'certificate-unusable': {
    status: 500,
    title: 'The certificate cannot be used',
    help: '`KEYPIGEON_TLS_CERT` and `KEYPIGEON_TLS_KEY` name two files in PEM form that the user of the hub may read: a certificate that is valid now, and its key without a passphrase. See [https.md](https.md).',
  },
  'hub-not-running': {
    status: 503,
    title: 'No hub is running on this data folder',
    help: 'The command talks to a running hub. Start one with `npm start` on the same `KEYPIGEON_DATA`.',
  },
  'schema-too-new': {
    status: 500,
    title: 'The store was written by a newer version',
    help: 'A newer version has changed the store. Run that version, or restore a backup from before.',
  },
} as const satisfies Record<string, { status: number; title: string; help: string }>;

export type ErrorCode = keyof typeof errorTable;

/** Where the docs page of the errors is served and linked. */
export const errorDocs = 'docs/errors.md';

/** What is wrong at one place of what was sent. */
export interface FieldProblem {
  /** `when.sender`, `to[0]`; empty: the thing as a whole. */
  path: string;
  message: string;
}

export interface ErrorOptions {
  cause?: unknown;
  retryAfterSeconds?: number;
  /** Where another one fits better than the table's: 412 for a condition of the request that does not hold, 422 for what a form holds. */
  status?: number;
  problems?: readonly FieldProblem[];
}

/** An error with a stable code. `detail` is one line: what, where, what was expected, what to do; no text, code or secret. */
export class KeypigeonError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  readonly problems: readonly FieldProblem[] | undefined;

  constructor(code: ErrorCode, detail: string, options: ErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KeypigeonError';
    this.code = code;
    this.status = options.status ?? errorTable[code].status;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.problems = options.problems;
  }
}
