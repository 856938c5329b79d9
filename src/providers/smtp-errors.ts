import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';

/** What nodemailer tells of a failure. */
interface MailError {
  code?: unknown;
  /** What the system was asked when it failed. */
  syscall?: unknown;
  /** Reply code (RFC 5321 §4.2). */
  responseCode?: unknown;
  message?: unknown;
}

/** nodemailer's words for what ends a connection before it is one; its codes are the same later. */
const beforeMail = /^(?:Greeting never received|Connection timeout)|certificate/i;

/** The delivery error that a failed mail stands for. Where nobody answered a connection that stood, it may have been sent. */
export function mailFailure(error: unknown): Error {
  const { code, syscall, responseCode: reply, message } = (error ?? {}) as MailError;
  if (typeof reply === 'number') return replyFailure(reply, code, error);
  if (code === 'ENOAUTH')
    return new PermanentDeliveryError('The mail server wants credentials: set username and password', { cause: error });
  if (code === 'ETLS')
    return new PermanentDeliveryError('The mail server offers no encryption: see `security`', { cause: error });
  const why = typeof code === 'string' ? ` (${code})` : '';
  const isBefore =
    code === 'EDNS' || syscall === 'connect' || syscall === 'getaddrinfo' || beforeMail.test(`${message}`);
  if (isBefore) return new TemporaryDeliveryError(`The mail server could not be reached${why}`, { cause: error });
  return new UnknownOutcomeError(`The mail server fell silent${why}: the mail may have been sent`, { cause: error });
}

function replyFailure(reply: number, code: unknown, cause: unknown): Error {
  const options = { cause, errorCode: reply };
  if (code === 'EAUTH' && reply >= 500)
    return new PermanentDeliveryError(
      `The mail server refuses the credentials (${reply}): check username and password`,
      options,
    );
  if (reply >= 500)
    return new PermanentDeliveryError(`The mail server refused the mail (${reply}${wordsOf(reply)})`, options);
  return new TemporaryDeliveryError(`The mail server does not take the mail now (${reply})`, options);
}

/** RFC 5321 §4.2.3. */
function wordsOf(reply: number): string {
  if (reply === 550 || reply === 551 || reply === 553) return ': there is no such mailbox, or `from` may not send';
  return reply === 552 ? ': the mailbox is full' : '';
}
