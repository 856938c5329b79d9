import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { type HttpRequest, type HttpResponse, type Request, RequestNotSentError } from '../support/request.ts';
import { readRetryAfter } from '../support/retry-after.ts';

/**
 * Makes one request that may not be repeated, and resolves with its answer when that is 2xx. 408, 429 and 503 say that
 * it was not taken and may be later, other 3xx and 4xx that it never will be (RFC 9110 §15); whoever gives another 5xx,
 * or no answer, may have sent it.
 *
 * @param service who is asked, for people
 * @param now milliseconds since the epoch, for a `Retry-After` that is a date
 */
export async function requestOnce(
  request: Request,
  url: string,
  http: HttpRequest,
  { service, now }: { service: string; now: number },
): Promise<HttpResponse> {
  const response = await request(url, http).catch((error: unknown) => {
    throw failureOfRequest(error, service);
  });
  const { status, headers } = response;
  if (status >= 200 && status < 300) return response;
  const answer = `${service} answered ${status}`;
  if (status === 408 || status === 429 || status === 503)
    throw new TemporaryDeliveryError(answer, { retryAfterMs: readRetryAfter(headers['retry-after'], now) });
  if (status >= 500) throw new UnknownOutcomeError(`${answer}: the code may have been sent`);
  if (status === 401 || status === 403)
    throw new PermanentDeliveryError(`${answer}: it refuses the credentials, check them`);
  if (status >= 300 && status < 400)
    throw new PermanentDeliveryError(`${answer}: redirects are not followed, set the final address`);
  throw new PermanentDeliveryError(answer);
}

/** The delivery error that a request without an answer stands for. */
export function failureOfRequest(error: unknown, service: string): TemporaryDeliveryError | UnknownOutcomeError {
  if (error instanceof RequestNotSentError)
    return new TemporaryDeliveryError(`${service} could not be reached${reasonOf(error)}`, { cause: error });
  return new UnknownOutcomeError(`${service} gave no answer${reasonOf(error)}: the code may have been sent`, {
    cause: error,
  });
}

/** The system's error code, never its message: that may name addresses. */
export function reasonOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return ` (${code})`;
  }
  return '';
}
