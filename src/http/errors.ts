import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, errorDocs, errorTable, type FieldProblem, KeypigeonError } from '../domain/errors.ts';
import type { Logger } from '../support/logger.ts';

export const problemType = 'application/problem+json; charset=utf-8';

/** Seconds that a caller is asked to wait where the error names no time. */
export const usualWaitSeconds = 5;

/** What a caller gets instead of an answer (RFC 9457 §3.1), with our stable `code`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  problems?: readonly FieldProblem[];
}

/** The one answer for everything that is not there: no path, no hint whether a hook exists. */
export const nothingHere = new KeypigeonError('not-found', 'There is nothing at this address.');

export function problemOf(error: KeypigeonError): Problem {
  const { code, status, message: detail, problems } = error;
  const { title } = errorTable[code];
  return {
    ...{ type: `/${errorDocs}#${code}`, title, status, detail, code },
    ...(problems === undefined ? {} : { problems }),
  };
}

/** Answers every error of this server, and of the framework before a route was found. */
export function answerErrors(server: FastifyInstance, log: Logger): void {
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply, log));
}

/** Errors of ours as they are; what nobody expected is logged and answered without its insides. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): FastifyReply {
  const known = toKnownError(error, request);
  if (known.status >= 500) {
    const fields = { method: request.method, route: request.routeOptions.url ?? null, err: error };
    log[known.code === 'internal' ? 'error' : 'warn'](fields, 'a request failed');
  }
  keepConnectionForRest(request, reply, known);
  return sendProblem(reply, known);
}

export function sendProblem(reply: FastifyReply, error: KeypigeonError): FastifyReply {
  const problem = problemOf(error);
  if (problem.status === 503 || problem.status === 429)
    reply.header('retry-after', String(error.retryAfterSeconds ?? usualWaitSeconds));
  // RFC 9110 §11.6.1: a 401 says which way of authentication is understood.
  if (problem.status === 401)
    reply.header('www-authenticate', isForApps(reply) ? 'Basic realm="Keypigeon", Bearer' : 'Bearer');
  return reply.code(problem.status).header('content-type', problemType).send(JSON.stringify(problem));
}

function isForApps({ request }: FastifyReply): boolean {
  return request.routeOptions.config?.scope === 'app';
}

/** An error of ours as it is, else the one that it amounts to, without its insides. */
export function toKnownError(error: unknown, request: FastifyRequest): KeypigeonError {
  // What belongs to the start of the program (a key, a folder) names files: not for callers.
  if (error instanceof KeypigeonError) return error.status === 500 ? internalError() : error;
  if (isStoreFailure(error))
    return new KeypigeonError('store-unavailable', 'The store cannot be read now; see the log of the hub.');
  const { code = '', statusCode = 500 } = error as { code?: string; statusCode?: number };
  if (statusCode >= 500) return internalError();
  return fromFramework(code, request);
}

function internalError(): KeypigeonError {
  return new KeypigeonError('internal', 'Something went wrong in the hub; its log says what.');
}

function fromFramework(code: string, request: FastifyRequest): KeypigeonError {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new KeypigeonError('body-too-large', `Expected at most ${request.routeOptions.bodyLimit} bytes.`);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new KeypigeonError(
        'unsupported-media-type',
        'Expected a content type that this path takes; see the docs.',
      );
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return nothingHere;
    case 'FST_ERR_BAD_URL':
      return new KeypigeonError('invalid-request', 'The path is not well-formed: expected percent-encoded UTF-8.');
    default:
      return new KeypigeonError('invalid-request', 'The body cannot be read: expected well-formed JSON, whole.');
  }
}

/** SQLite's codes; connection, resource and operator classes of PostgreSQL (its manual, appendix A); a lost connection. */
function isStoreFailure(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return /^(SQLITE_|(08|53|57|58)[0-9A-Z]{3}$|ECONN|ETIMEDOUT|EPIPE)/.test(code);
  return /^(Connection terminated|timeout exceeded when trying to connect)/.test(String(message));
}

/** Bodies up to here are read to their end and thrown away. */
const drainedBytes = 8 * 1024 * 1024;

/**
 * A connection that closes while the other side still sends is reset, and its answer is lost. So the rest of a body
 * that is too large is read and thrown away (Node does, once the answer is out), within reason and the request's time.
 */
export function keepConnectionForRest(request: FastifyRequest, reply: FastifyReply, error: KeypigeonError): void {
  const length = Number(request.headers['content-length']);
  const wantsToClose = request.raw.httpVersion === '1.0' || request.headers.connection === 'close';
  if (error.code !== 'body-too-large' || length > drainedBytes || wantsToClose) return;
  reply.header('connection', 'keep-alive');
}
