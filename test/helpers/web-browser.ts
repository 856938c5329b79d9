import { type RawAnswer, rawRequest, type ServedHub } from './served-hub.ts';

/** Whatever the API answered; a test says what it reads by comparing it. */
export interface WebAnswer extends RawAnswer {
  json: ReturnType<typeof JSON.parse>;
}

/** What a browser does with a hub: keeps cookies, and says from which page a request comes. */
export class WebBrowser {
  readonly #hub: { port: number };
  readonly host: string;
  readonly cookies = new Map<string, string>();
  /** As `Set-Cookie` had them. */
  setCookies: string[] = [];

  constructor(hub: { port: number }, name = 'localhost') {
    this.#hub = hub;
    this.host = `${name}:${hub.port}`;
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  get(path: string): Promise<WebAnswer> {
    return this.send('GET', path);
  }

  post(path: string, body?: object, headers: Record<string, string> = {}): Promise<WebAnswer> {
    return this.send('POST', path, body, { origin: this.origin, ...headers });
  }

  async send(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<WebAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const content = body === undefined ? undefined : JSON.stringify(body);
    const answer = await rawRequest(
      {
        port: this.#hub.port,
        path: `/api/v1${path}`,
        method,
        headers: {
          host: this.host,
          ...(cookie === '' ? {} : { cookie }),
          ...(content === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      },
      content,
    );
    this.setCookies = [answer.headers['set-cookie'] ?? []].flat();
    for (const line of this.setCookies) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/Max-Age=0/.test(line)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return { ...answer, json: answer.body === '' ? null : JSON.parse(answer.body) };
  }
}

export const goodPassword = 'four random words here';

/** Makes a person of the hub able to sign in by a password alone, signed in already. */
export async function settle(
  hub: Pick<ServedHub, 'api' | 'port'>,
  person: string,
  browser = new WebBrowser(hub),
): Promise<WebBrowser> {
  const { path } = (await (await hub.api(`/people/${person}/reset`, { method: 'POST' })).json()) as { path: string };
  await browser.post('/setup', { token: path.split('#')[1] });
  await browser.send('PUT', '/account/password', { password: goodPassword, alone: true }, { origin: browser.origin });
  const { status } = await browser.post('/account/complete');
  if (status !== 204) throw new Error(`setting up was answered by ${status}`);
  return browser;
}
