import { PermanentDeliveryError, TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import { ForbiddenAddressError, type HttpRequest, type HttpResponse, type Request } from '../support/request.ts';
import { readRetryAfter } from '../support/retry-after.ts';

/** Statuses besides 5xx that a later try may turn into success (RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4). */
const temporaryStatuses = new Set([408, 425, 429]);

/** What `deliverByHttp` needs besides the request. */
export interface HttpDelivery {
  /** Who is asked, for people: `Slack`, `the webhook`. Never the URL: its path may be a secret. */
  service: string;
  /** Milliseconds since the epoch, for a `Retry-After` that is a date. */
  now: number;
  /** A word or two on why, read from the answer; must hold nothing secret. */
  explain?(response: HttpResponse): string | undefined;
  /** Statuses by which the other side says that it is gone for good; default is 410. */
  isGone?(status: number): boolean;
}

/**
 * Makes one request and resolves with its answer when that is 2xx. Every other outcome becomes a delivery error, by the
 * policy of the Standard Webhooks specification ("Operational considerations"): 3xx is never followed and fails for
 * good, 408, 425, 429, 5xx and network trouble are temporary, 410 means that the other side is gone, other 4xx are
 * permanent. Only for what may be repeated: a request that got no answer counts as not delivered.
 */
export async function deliverByHttp(
  request: Request,
  url: string,
  http: HttpRequest,
  delivery: HttpDelivery,
): Promise<HttpResponse> {
  let response: HttpResponse;
  try {
    response = await request(url, http);
  } catch (error) {
    throw failureOfRequest(error, delivery.service, http.signal);
  }
  const failure = failureOfStatus(response, delivery);
  if (failure !== null) throw failure;
  return response;
}

/** The delivery error that a status stands for; null for 2xx. */
export function failureOfStatus(
  response: HttpResponse,
  delivery: HttpDelivery,
): PermanentDeliveryError | TemporaryDeliveryError | null {
  const { status } = response;
  if (status >= 200 && status < 300) return null;
  const why = delivery.explain?.(response);
  const answer = `${delivery.service} answered ${status}${why === undefined ? '' : ` (${why})`}`;
  if (status >= 500 || temporaryStatuses.has(status))
    return new TemporaryDeliveryError(answer, {
      retryAfterMs: readRetryAfter(response.headers['retry-after'], delivery.now),
    });
  if (delivery.isGone?.(status) ?? status === 410)
    return new PermanentDeliveryError(`${answer}: it is gone`, { gone: true });
  if (status >= 300 && status < 400)
    return new PermanentDeliveryError(`${answer}: redirects are not followed, set the final address`);
  return new PermanentDeliveryError(answer);
}

/** The delivery error that a request without an answer stands for. */
export function failureOfRequest(
  error: unknown,
  service: string,
  signal?: AbortSignal,
): PermanentDeliveryError | TemporaryDeliveryError {
  if (error instanceof ForbiddenAddressError) return new PermanentDeliveryError(error.message, { cause: error });
  if (signal?.aborted) return new TemporaryDeliveryError(`${service} gave no answer in time`, { cause: error });
  return new TemporaryDeliveryError(`${service} could not be reached${reasonOf(error)}`, { cause: error });
}

/** The system's error code, never its message: that may name paths. */
function reasonOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return ` (${code})`;
  }
  return '';
}
