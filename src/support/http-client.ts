import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';
// Only what is used: the whole package costs 60 ms of start and 10 MB of memory (fetch, web sockets, mocks).
import Agent from 'undici/lib/dispatcher/agent.js';
import { checkAddressLiteral, guardLookup } from './guarded-lookup.ts';
import { type AllowedHosts, readAllowedHosts } from './private-address.ts';
import {
  ForbiddenAddressError,
  type HttpRequest,
  type HttpResponse,
  type Request,
  RequestNotSentError,
} from './request.ts';

export interface HttpClientOptions {
  /** Sockets per origin at most; further requests wait. */
  connections: number;
  /** False takes any certificate; default true. */
  verifyCertificate?: boolean | undefined;
  /**
   * Refuses private addresses but those of `allowHosts` (host names, addresses, CIDR blocks; with `onlyAsNamed` what a URL
   * itself names of them, not where a name leads). Without it every address is reached.
   */
  guard?: { allowHosts: readonly string[]; onlyAsNamed?: boolean } | undefined;
  /** Default 5,000. */
  connectTimeoutMs?: number;
  /** From the request to the answer's headers; default 15,000. */
  headersTimeoutMs?: number;
  /** Between two pieces of the answer's body; default 15,000. */
  bodyTimeoutMs?: number;
  /** How long an idle connection is kept, where the other side names no time; default 4,000 (below the 5 s after which Node servers hang up). */
  keepAliveMs?: number;
  /** Certificates to trust instead of the system's, as PEM. */
  ca?: string;
  /** Default is the system's resolver. */
  lookup?: LookupFunction;
}

export interface HttpClient {
  request: Request;
  /** Ends every connection; requests under way reject. */
  close(): Promise<void>;
}

/** Largest answer that is read where the request names none. */
const defaultMaxBytes = 1024 * 1024;

/**
 * An HTTP client of one adapter on its own bounded pool: kept-alive connections, one request at a time on each,
 * redirects handed back unfollowed, nothing decoded. Throws a TypeError for an unreadable `guard.allowHosts`.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const allowed = options.guard === undefined ? null : readAllowedHosts(options.guard.allowHosts, options.guard);
  const agent = createAgent(options, allowed);
  return {
    request: async (url, request = {}) => {
      const parsed = parseUrl(url);
      if (allowed !== null) checkAddressLiteral(parsed.hostname, allowed);
      return await dispatch(agent, parsed, request);
    },
    close: () => agent.destroy(),
  };
}

function createAgent(options: HttpClientOptions, allowed: AllowedHosts | null): Agent {
  const lookup = options.lookup ?? systemLookup;
  return new Agent({
    connections: options.connections,
    pipelining: 1,
    headersTimeout: options.headersTimeoutMs ?? 15_000,
    bodyTimeout: options.bodyTimeoutMs ?? 15_000,
    keepAliveTimeout: options.keepAliveMs ?? 4_000,
    connect: {
      timeout: options.connectTimeoutMs ?? 5_000,
      rejectUnauthorized: options.verifyCertificate ?? true,
      lookup: allowed === null ? lookup : guardLookup(lookup, allowed),
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    },
  });
}

function parseUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:'))
    throw new TypeError('the address of an HTTP request must start with http:// or https:// and name a host');
  return parsed;
}

// undici's request() would make a stream of every answer, and not say whether a failed request had left.
function dispatch(agent: Agent, url: URL, request: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const exchange = new Exchange(request, resolve, reject);
    if (exchange.settled) return;
    agent.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method ?? 'GET',
        headers: headersOf(url, request),
        body: request.body ?? null,
      },
      exchange,
    );
  });
}

function headersOf(url: URL, request: HttpRequest): Record<string, string> {
  const headers = { 'user-agent': 'keypigeon', ...request.headers };
  if (url.username === '' && url.password === '') return headers;
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}`, ...headers };
}

/** One request and its answer; settles once. */
class Exchange implements Dispatcher.DispatchHandler {
  settled = false;
  #resolve: (response: HttpResponse) => void;
  #reject: (error: unknown) => void;
  #signal: AbortSignal | undefined;
  #onAbort: (() => void) | undefined;
  #maxBytes: number;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: HttpResponse['headers'] = {};
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(request: HttpRequest, resolve: (response: HttpResponse) => void, reject: (error: unknown) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#maxBytes = request.maxBytes ?? defaultMaxBytes;
    this.#signal = request.signal;
    if (this.#signal === undefined) return;
    this.#onAbort = () => this.#fail(this.#signal?.reason);
    if (this.#signal.aborted) this.#onAbort();
    else this.#signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Called when a connection is there, right before the request is written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.settled) controller.abort(new Error('given up'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    if (Number(headers['content-length']) > this.#maxBytes) this.#failOversize();
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) this.#failOversize();
    else this.#pieces.push(piece);
  }

  onResponseEnd(): void {
    if (!this.#settle()) return;
    const [first] = this.#pieces;
    const body = this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces);
    this.#resolve({ status: this.#status, headers: this.#headers, body, text: () => body.toString('utf8') });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  #failOversize(): void {
    this.#fail(new Error(`the answer is longer than ${this.#maxBytes} bytes`));
  }

  #fail(error: unknown): void {
    if (!this.#settle()) return;
    this.#pieces = [];
    const notSent = this.#controller === undefined && !(error instanceof ForbiddenAddressError);
    this.#reject(notSent ? new RequestNotSentError(error) : error);
    this.#controller?.abort(error instanceof Error ? error : new Error(String(error)));
  }

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    if (this.#onAbort !== undefined) this.#signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}
