import type { HttpResponse } from '../../support/request.ts';
import { childText, type XmlElement } from '../../support/xml.ts';
import { readAnswer } from './answer.ts';
import { DeviceError, UnreadableAnswerError } from './errors.ts';
import { exchange, type WireOptions } from './wire.ts';

/**
 * How a firmware hands out tokens. A: none, or `webserver/token` (2012–14); B: `webserver/SesTokInfo` (E3372h, E8372h);
 * C: `csrf_token` in the home page (B3xx, B5xx routers); D: `webserver/token` with 64 characters (10.x and 11.x).
 */
export type Family = 'A' | 'B' | 'C' | 'D';

/** Length of every token in a header and of the usable end of a longer one. */
const tokenLength = 32;

const headersAlways = {
  'X-Requested-With': 'XMLHttpRequest',
  // Spelt as the stock web page of family D spells it; other firmwares do not look at it.
  _ResponseSource: 'Broswer',
};

/**
 * Cookies and one-shot tokens of one device. Each POST takes one token and its answer brings the next, so that only
 * one request may be under way: the client sees to that.
 */
export class Session {
  family: Family | undefined;
  #baseUrl: string;
  readonly #wire: WireOptions;
  readonly #cookies = new Map<string, string>();
  #tokens: string[] = [];

  constructor(baseUrl: string, wire: WireOptions) {
    this.#baseUrl = originOf(baseUrl);
    this.#wire = wire;
  }

  get baseUrl(): string {
    return this.#baseUrl;
  }

  /** Begins a new session: forgets the old cookies and finds out where tokens come from. */
  async open(): Promise<void> {
    this.#cookies.clear();
    this.#tokens = [];
    this.family = undefined;
    await this.#fetchTokens();
  }

  /** The tokens are spent or in doubt: the next POST fetches a fresh one within the same session. */
  dropTokens(): void {
    this.#tokens = [];
  }

  /** The same session on another wire, e.g. one that is not being ended. */
  continuedOn(wire: WireOptions): Session {
    const session = new Session(this.#baseUrl, wire);
    session.family = this.family;
    session.#tokens = this.#tokens;
    for (const [name, value] of this.#cookies) session.#cookies.set(name, value);
    return session;
  }

  async getBytes(path: string): Promise<HttpResponse> {
    return this.#exchange(`/api/${path}`, { method: 'GET' });
  }

  async get(path: string): Promise<XmlElement> {
    return readAnswer(path, await this.getBytes(path));
  }

  /**
   * Sends with the next token. The body may depend on that very token (login type 4). `renewsTokens`: the answer
   * voids all tokens held so far, success or not, as after a login.
   */
  async post(
    path: string,
    body: string | Uint8Array | ((token: string) => string),
    options: { renewsTokens?: boolean } = {},
  ): Promise<XmlElement> {
    if (this.#tokens.length === 0) await this.#fetchTokens();
    const token = this.#tokens.shift();
    const content = typeof body === 'function' ? body(token ?? '') : body;
    const response = await this.#exchange(`/api/${path}`, { method: 'POST', body: content, token });
    if (options.renewsTokens) this.#tokens = [];
    this.#keepTokens(response);
    return readAnswer(path, response);
  }

  async #exchange(
    path: string,
    request: { method: 'GET' | 'POST'; body?: string | Uint8Array; token?: string | undefined },
  ): Promise<HttpResponse> {
    const headers: Record<string, string> = { ...headersAlways };
    if (this.#cookies.size > 0)
      headers.Cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (request.token !== undefined) headers.__RequestVerificationToken = request.token;
    if (request.body !== undefined) headers['Content-Type'] = 'application/x-www-form-urlencoded; charset=UTF-8';
    const { method, body } = request;
    const response = await exchange(
      `${this.#baseUrl}${path}`,
      body === undefined ? { method, headers } : { method, headers, body },
      this.#wire,
    );
    this.#keepCookies(response);
    return response;
  }

  /** In the order home page, `webserver/token`, `webserver/SesTokInfo`; afterwards straight where the family has them. */
  async #fetchTokens(): Promise<void> {
    if (this.family === 'B' && (await this.#tokenOfSesTokInfo())) return;
    if ((this.family === 'D' || this.family === 'A') && (await this.#tokenOfWebserver())) return;
    if (await this.#tokensOfHomePage()) return;
    if (await this.#tokenOfWebserver()) return;
    if (await this.#tokenOfSesTokInfo()) return;
    this.family = 'A';
  }

  async #tokensOfHomePage(): Promise<boolean> {
    const page = await this.#homePage();
    // Tag by tag: one pattern over the whole page could take the square of its length.
    const metas = page.split('<').filter((tag) => /^meta\b[^>]*\bname\s*=\s*["']csrf_token["'][^>]*>/i.test(tag));
    const tokens = metas.map((meta) => /\bcontent\s*=\s*["']([^"']+)["']/i.exec(meta)?.[1] ?? '');
    this.#tokens = tokens.filter((token) => token !== '').map(usableToken);
    if (this.#tokens.length > 0) this.family = 'C';
    return this.#tokens.length > 0;
  }

  /** Follows redirects within the device, also from http to https. */
  async #homePage(): Promise<string> {
    let path = '/';
    for (let hops = 0; hops < 4; hops++) {
      const response = await this.#exchange(path, { method: 'GET' });
      const location = response.headers.location;
      if (response.status < 300 || response.status >= 400 || typeof location !== 'string') return response.text();
      const target = URL.parse(location, `${this.#baseUrl}${path}`);
      if (target === null || !isSameDevice(target, this.#baseUrl)) return '';
      this.#baseUrl = target.origin;
      path = `${target.pathname}${target.search}`;
    }
    return '';
  }

  async #tokenOfWebserver(): Promise<boolean> {
    const answer = await optional(this.get('webserver/token'));
    const token = answer === undefined ? '' : childText(answer, 'token').trim();
    if (token === '') return false;
    this.family = token.length > tokenLength ? 'D' : 'A';
    this.#tokens = [usableToken(token)];
    return true;
  }

  async #tokenOfSesTokInfo(): Promise<boolean> {
    const answer = await optional(this.get('webserver/SesTokInfo'));
    const token = answer === undefined ? '' : childText(answer, 'TokInfo').trim();
    if (answer === undefined || token === '') return false;
    const session = childText(answer, 'SesInfo').trim();
    // Most firmwares send the whole `SessionID=…`, some the value alone.
    if (session !== '') this.#keepCookie(/^\w+=/.test(session) ? session : `SessionID=${session}`);
    this.family = 'B';
    this.#tokens = [usableToken(token)];
    return true;
  }

  #keepTokens(response: HttpResponse): void {
    const one = firstToken(response, '__requestverificationtokenone');
    const two = firstToken(response, '__requestverificationtokentwo');
    const plain = firstToken(response, '__requestverificationtoken');
    const fresh = one === undefined ? [plain] : [one, two];
    this.#tokens.push(...fresh.filter((token) => token !== undefined));
  }

  #keepCookies(response: HttpResponse): void {
    const set = response.headers['set-cookie'];
    if (set === undefined) return;
    for (const line of Array.isArray(set) ? set : [set]) this.#keepCookie(line);
  }

  #keepCookie(line: string): void {
    const pair = line.split(';', 1)[0] ?? '';
    const equals = pair.indexOf('=');
    if (equals > 0) this.#cookies.set(pair.slice(0, equals).trim(), pair.slice(equals + 1).trim());
  }
}

function originOf(url: string): string {
  return new URL(url).origin;
}

function isSameDevice({ protocol, hostname }: URL, baseUrl: string): boolean {
  return /^https?:$/.test(protocol) && hostname === new URL(baseUrl).hostname;
}

function usableToken(token: string): string {
  return token.length > tokenLength ? token.slice(-tokenLength) : token;
}

/** After a login one header may hold many tokens joined by `#`: only the first counts. */
function firstToken(response: HttpResponse, name: string): string | undefined {
  const value = response.headers[name];
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text === '' ? undefined : text.slice(0, tokenLength);
}

/** A place that this family does not have answers with an error or a page. */
async function optional(answer: Promise<XmlElement>): Promise<XmlElement | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DeviceError || error instanceof UnreadableAnswerError) return undefined;
    throw error;
  }
}
