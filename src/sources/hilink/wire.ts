import { type Clock, sleep } from '../../support/clock.ts';
import { type HttpRequest, type HttpResponse, type Request, RequestNotSentError } from '../../support/request.ts';
import { UnreachableError } from './errors.ts';

/** What the wire needs to reach a device. */
export interface WireOptions {
  request: Request;
  clock: Clock;
  /** How long the device may take for the next answer, in ms. */
  timeoutMs(): number;
  /** Ends every exchange when it is aborted. */
  signal: AbortSignal;
}

/** What the HTTP client says when nothing came in time. */
const silence = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** One exchange with the device, ended after `timeoutMs()`. Every failure is an UnreachableError. */
export async function exchange(url: string, request: HttpRequest, options: WireOptions): Promise<HttpResponse> {
  const host = new URL(url).host;
  const late = new AbortController();
  const timer = options.clock.after(options.timeoutMs(), () => late.abort());
  const stop = () => late.abort();
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    if (options.signal.aborted) throw new UnreachableError(`${host}: the source is stopping`, { left: false });
    return await options.request(url, { ...request, signal: late.signal });
  } catch (error) {
    if (error instanceof UnreachableError) throw error;
    throw unreachable(host, error, late.signal.aborted && !options.signal.aborted);
  } finally {
    timer.cancel();
    options.signal.removeEventListener('abort', stop);
  }
}

function unreachable(host: string, error: unknown, late: boolean): UnreachableError {
  const code = errnoOf(error);
  const left = !(error instanceof RequestNotSentError);
  const timedOut = late || silence.has(code ?? '');
  const what = timedOut ? 'it does not answer' : 'the connection failed';
  const detail = `${host}: ${what}${code === undefined ? '' : ` (${code})`}`;
  return new UnreachableError(detail, { left, timedOut, cause: error });
}

function errnoOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const inner = at instanceof AggregateError ? at.errors[0] : at;
    const code = (inner as { code?: unknown } | undefined)?.code;
    if (typeof code === 'string') return code;
  }
  return undefined;
}

/** Runs `work` again after each of these waits when the device dropped the connection. */
export async function again<T>(options: WireOptions, waitsMs: number[], work: () => Promise<T>): Promise<T> {
  for (const waitMs of waitsMs) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UnreachableError) || error.timedOut || !error.left) throw error;
      await sleep(options.clock, waitMs, options.signal);
    }
  }
  return work();
}
