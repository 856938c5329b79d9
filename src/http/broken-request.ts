import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { KeypigeonError } from '../domain/errors.ts';
import { problemOf, problemType } from './errors.ts';
import { safeHeaders } from './headers.ts';

/** Answers what is not HTTP, too long or too slow; Node gives such a connection away without a response. */
export function answerBrokenRequest(error: Error & { code?: string }, connection: Duplex): void {
  if (error.code === 'ECONNRESET' || !connection.writable || isAnswering(connection)) return void connection.destroy();
  const problem = problemOf(toKnownError(error.code));
  const body = JSON.stringify(problem);
  const headers = {
    ...safeHeaders,
    connection: 'close',
    'content-type': problemType,
    'content-length': String(Buffer.byteLength(body)),
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  connection.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head.join('')}\r\n${body}`);
}

/** An answer is on its way already (Node documents this property for just this purpose): another would end up in it. */
function isAnswering(connection: Duplex): boolean {
  return (connection as { _httpMessage?: { headersSent: boolean } | null })._httpMessage?.headersSent === true;
}

function toKnownError(code: string | undefined): KeypigeonError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new KeypigeonError('headers-too-large', 'Expected at most 16 KiB of headers.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new KeypigeonError('request-timeout', 'The request did not arrive whole in time; send it again.');
  return new KeypigeonError('invalid-request', 'Expected a request by RFC 9112 (HTTP/1.1).');
}
