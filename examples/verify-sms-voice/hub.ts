/** What the app knows of a verification. */
export interface Verification {
  id: string;
  status: string;
  /** Masked, as `+1…03`. */
  to: string | null;
  /** Path of the hosted page. */
  page: string | null;
  checksLeft: number;
  /** When each way may be asked for; null: not any more. */
  next: { smsAt: string | null; callAt: string | null };
  correct?: boolean;
}

export class HubError extends Error {
  readonly code: string;
  readonly retryAfterSeconds: number | null;

  constructor(code: string, detail: string, retryAfter: string | null) {
    super(detail);
    this.code = code;
    this.retryAfterSeconds = retryAfter === null ? null : Number(retryAfter);
  }
}

/** The calls of Keypigeon's API that a login needs. Throws HubError. */
export class Hub {
  readonly url: string;
  readonly #authorization: string;

  constructor(url: string, accountSid: string, authToken: string) {
    this.url = url;
    this.#authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  }

  /** A text; where none arrives within 45 seconds, a call. `subject`: two people may share a phone. */
  begin(wish: { phone: string; subject: string; ip: string; returnUrl?: string }): Promise<Verification> {
    const { phone, subject, ip, returnUrl } = wish;
    return this.#post('/verifications', {
      ...{ to: phone, subject, purpose: 'login', client: { ip } },
      workflow: [{ channel: 'sms', timeoutSeconds: 45 }, { channel: 'call' }],
      ...(returnUrl === undefined ? {} : { returnUrl }),
    });
  }

  check(id: string, code: string): Promise<Verification> {
    return this.#post(`/verifications/${id}/check`, { code });
  }

  again(id: string, channel: 'sms' | 'call', ip: string): Promise<Verification> {
    return this.#post(`/verifications/${id}/resend`, { channel, client: { ip } });
  }

  /** What came in the query when the browser came back from the hosted page; it is good once. */
  takeBack(id: string, query: URLSearchParams): Promise<Verification> {
    const [status, expires, signature] = ['status', 'expires', 'signature'].map((name) => query.get(name) ?? '');
    return this.#post(`/verifications/${id}/return`, { status, expires, signature });
  }

  async #post(path: string, body: object): Promise<Verification> {
    const response = await fetch(new URL(`/api/v1${path}`, this.url), {
      method: 'POST',
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (response.ok) return (await response.json()) as Verification;
    const problem = (await response.json()) as { code: string; detail: string };
    throw new HubError(problem.code, problem.detail, response.headers.get('retry-after'));
  }
}
