import type { FastifyReply, FastifyRequest } from 'fastify';
import { KeypigeonError } from '../../domain/errors.ts';
import type { Logger } from '../../support/logger.ts';
import { keepConnectionForRest, toKnownError, usualWaitSeconds } from '../errors.ts';
import { type TwilioCode, twilioErrorDocs, twilioErrorTable } from './error-table.ts';

/** An error in Twilio's form. `detail` is one line without number, text or secret. */
export class TwilioError extends Error {
  readonly code: TwilioCode;
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: TwilioCode, detail?: string, options: { retryAfterSeconds?: number | undefined } = {}) {
    const { status, message } = twilioErrorTable[code];
    super(detail === undefined ? message : `${message}: ${detail}`);
    this.name = 'TwilioError';
    this.code = code;
    this.status = status;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Answers every error of the Twilio-compatible paths; what nobody expected is logged and answered without its insides. */
export function sendTwilioFailure(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { log, publicUrl }: { log: Logger; publicUrl: string | null },
): FastifyReply {
  const known = error instanceof TwilioError ? error : toKnownError(error, request);
  if (known.status >= 500) {
    const fields = { method: request.method, route: request.routeOptions.url ?? null, err: error };
    log[known.code === 'internal' ? 'error' : 'warn'](fields, 'a request failed');
  }
  if (known instanceof KeypigeonError) keepConnectionForRest(request, reply, known);
  return sendTwilioError(reply, known instanceof TwilioError ? known : toTwilioError(known), publicUrl);
}

/** `{code, message, more_info, status}` and nothing else: so the clients of Twilio read it. */
function sendTwilioError(reply: FastifyReply, error: TwilioError, publicUrl: string | null): FastifyReply {
  const { code, message, status } = error;
  if (status === 429 || status === 503)
    reply.header('retry-after', String(error.retryAfterSeconds ?? usualWaitSeconds));
  if (status === 401) reply.header('www-authenticate', 'Basic realm="Keypigeon"');
  const body = { code: Number(code), message, more_info: `${publicUrl ?? ''}/${twilioErrorDocs}#${code}`, status };
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}

/** What the hub itself refuses has the number of its status, as with Twilio: 20000 and the status. */
function toTwilioError({ status, message, retryAfterSeconds }: KeypigeonError): TwilioError {
  const code = String(20_000 + status);
  const own = code in twilioErrorTable ? (code as TwilioCode) : status < 500 ? '20400' : '20500';
  return new TwilioError(own, message.replace(/\.$/, ''), { retryAfterSeconds });
}
