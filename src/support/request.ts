/** One HTTP request of an adapter. Redirects are never followed: a secret must not travel on. */
export interface HttpRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
  /** Largest answer that is read; default 1 MiB. A longer one rejects. */
  maxBytes?: number;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Uint8Array;
  /** The body as UTF-8. */
  text(): string;
}

/** Rejects on network failure, an oversize answer, a forbidden address (`ForbiddenAddressError`) or abort; never for a status; `RequestNotSentError` where nothing left. */
export type Request = (url: string, request?: HttpRequest) => Promise<HttpResponse>;

/** A destination's host resolves to a private address that `network.allowHosts` does not name. */
export class ForbiddenAddressError extends Error {
  constructor(host: string) {
    super(`${host} is a private address; name it in network.allowHosts to allow it`);
    this.name = 'ForbiddenAddressError';
  }
}

/**
 * The request surely did not leave: no connection came about, or it was given up while it waited for one. Any other
 * rejection (but `ForbiddenAddressError`) leaves open whether the other side took it.
 */
export class RequestNotSentError extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'RequestNotSentError';
  }
}
