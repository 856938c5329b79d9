import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { RequestNotSentError } from '../support/request.ts';
import { readRetryAfter } from '../support/retry-after.ts';
import { TwilioApiError } from './api.ts';

/** Twilio's numbers of errors (twilio.com/docs/api/errors) in plain words. None of these goes away by itself. */
const plainWords: Record<number, string> = {
  20003: 'Twilio refuses the credentials: check accountSid and authToken',
  20005: 'The Twilio account is not active: see the Twilio console',
  20404: 'Twilio knows no such account: check accountSid',
  21210: 'Twilio cannot call from this number: verify it in the Twilio console, or set one of the account',
  21211: 'Twilio says that this is not a phone number',
  21212: 'Twilio cannot send from this number: check `from` or the number of the line',
  21214: 'Twilio cannot reach this number',
  21215: 'The Twilio account may not call this country: allow it under Voice, Settings, Geo permissions',
  21216: 'Twilio does not let this account call this number',
  21217: 'Twilio says that this is not a phone number that can be called',
  21219:
    'This is a trial account of Twilio, which calls only numbers that were verified in its console: verify the number there, or upgrade the account',
  21408: 'The Twilio account may not send to this country: allow it under Messaging, Settings, Geo permissions',
  21601: 'The sending number cannot send texts',
  21602: 'Twilio does not take an empty text',
  21603: 'Twilio needs a number to send from: give the line a number, or set `from` or `messagingServiceSid`',
  21606: 'The sending number does not belong to this Twilio account or cannot send texts',
  21608:
    'This is a trial account of Twilio, which sends only to numbers that were verified in its console: verify the number there, or upgrade the account',
  21610: 'The owner of this number has answered STOP to the sending number: texts start again when they answer START',
  21612: 'Twilio cannot send from this number to that one',
  21614: 'This number cannot receive texts: it is not a mobile number',
  21617: 'The text is longer than the 1,600 characters that Twilio takes',
  21659: 'The sending number is not a number of this Twilio account',
  21660: 'The sending number is not a number of this Twilio account',
  21703: 'The messaging service of Twilio has no number that can send: add one to it',
  63038: 'The Twilio account has sent all the texts that it may send today',
};

/** Too fast, or the queue of the number is full: these pass. */
const temporaryCodes = new Set([14107, 20429, 21611]);

/** The delivery error that a failed sending stands for. `now` in milliseconds since the epoch. */
export function toDeliveryError(error: unknown, now: number): Error {
  if (error instanceof TwilioApiError) return errorOfAnswer(error, now);
  if (error instanceof RequestNotSentError)
    return new TemporaryDeliveryError(`Twilio could not be reached${reasonOf(error)}`, { cause: error });
  return new UnknownOutcomeError(`Twilio gave no answer${reasonOf(error)}: the text may have been sent`, {
    cause: error,
  });
}

function errorOfAnswer(error: TwilioApiError, now: number): Error {
  const words = error.code === null ? undefined : plainWords[error.code];
  const known = { errorCode: error.code ?? undefined, cause: error };
  const detail = words === undefined ? error.message : `${words} (Twilio error ${error.code})`;
  if (words !== undefined) return new PermanentDeliveryError(detail, known);
  if (isTemporary(error))
    return new TemporaryDeliveryError(detail, { ...known, retryAfterMs: readRetryAfter(error.retryAfter, now) });
  if (error.status >= 500) return new UnknownOutcomeError(`${detail}: the text may have been sent`, { cause: error });
  if (error.status === 401 || error.status === 403)
    return new PermanentDeliveryError('Twilio refuses the credentials: check accountSid and authToken', known);
  return new PermanentDeliveryError(`${detail}: see twilio.com/docs/api/errors`, known);
}

/** What Twilio itself names busy or away was refused. Another 5xx cannot know: a proxy's, or of a server that broke halfway. */
function isTemporary({ status, code }: TwilioApiError): boolean {
  if (status === 429 || status === 408) return true;
  return code !== null && (temporaryCodes.has(code) || status === 503);
}

/** What is wrong with asking Twilio, in one line for people. */
export function describeTwilioFailure(error: unknown): string {
  if (error instanceof KeypigeonError) return error.message;
  if (!(error instanceof TwilioApiError)) return `Twilio could not be reached${reasonOf(error)}`;
  if (error.status === 401 || error.status === 403)
    return 'Twilio refuses the credentials: check accountSid and authToken';
  if (error.status === 404) return 'Twilio knows no such account: check accountSid and apiBaseUrl';
  return error.message;
}

/** The system's error code, never its message: that may name addresses. */
function reasonOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return ` (${code})`;
  }
  return '';
}
