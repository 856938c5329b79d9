import { request } from 'node:http';
import type { HilinkSimulator } from './simulator.ts';

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
  text: string;
  /** Code of an `<error>`; undefined for a `<response>`. */
  code: number | undefined;
}

/** A client by hand for the tests: it sends what it is told and remembers nothing. */
export function ask(
  simulator: HilinkSimulator,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(simulator.url + path, { method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString('utf8');
        const code = /<error>\s*<code>(-?\d+)<\/code>/.exec(text)?.[1];
        const { statusCode: status = 0, headers } = incoming;
        resolve({ status, headers, bytes, text, code: code === undefined ? undefined : Number(code) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Text of the first element of that name; undefined where there is none. */
export function element(reply: Reply, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(reply.text)?.[1];
}

/** `SessionID=…` of a `Set-Cookie`. */
export function cookieOf(reply: Reply): string | undefined {
  const cookies = [reply.headers['set-cookie'] ?? []].flat();
  return cookies.map((cookie) => cookie.split(';')[0] ?? '').find((cookie) => cookie.startsWith('SessionID='));
}

/** The first token in the headers of an answer. */
function tokenOf(reply: Reply): string | undefined {
  const names = ['__requestverificationtokenone', '__requestverificationtoken'];
  return names
    .map((name) => reply.headers[name])
    .find((value) => typeof value === 'string')
    ?.slice(0, 32);
}

/** A client that keeps cookie and token, as a decent one does. */
export class Visitor {
  cookie = '';
  token = '';
  private readonly simulator: HilinkSimulator;

  constructor(simulator: HilinkSimulator) {
    this.simulator = simulator;
  }

  /** Session and token by `SesTokInfo`. */
  async open(): Promise<this> {
    const reply = await this.get('webserver/SesTokInfo');
    this.cookie = element(reply, 'SesInfo') ?? '';
    this.token = element(reply, 'TokInfo') ?? '';
    return this;
  }

  /** Session by the home page; token by its metas, else by `webserver/token`, else by `SesTokInfo`. */
  async openByHomePage(): Promise<this> {
    const home = await ask(this.simulator, 'GET', '/', this.headers());
    this.cookie = cookieOf(home) ?? this.cookie;
    const meta = /name="csrf_token" content="([^"]{32})"/.exec(home.text)?.[1];
    const token = meta ?? element(await this.get('webserver/token'), 'token')?.slice(-32);
    if (token === undefined) return this.open();
    this.token = token;
    return this;
  }

  get(path: string): Promise<Reply> {
    return ask(this.simulator, 'GET', `/api/${path}`, this.headers());
  }

  async post(path: string, inner: string | Buffer): Promise<Reply> {
    const body = Buffer.concat([Buffer.from('<request>'), Buffer.from(inner), Buffer.from('</request>')]);
    const headers = { ...this.headers(), __RequestVerificationToken: this.token };
    const reply = await ask(this.simulator, 'POST', `/api/${path}`, headers, body);
    this.cookie = cookieOf(reply) ?? this.cookie;
    this.token = tokenOf(reply) ?? this.token;
    return reply;
  }

  list(boxType = 1, pageIndex = 1, readCount = 20, sorting = '00'): Promise<Reply> {
    const [sortType = '0', ascending = '0'] = sorting;
    return this.post(
      'sms/sms-list',
      `<PageIndex>${pageIndex}</PageIndex><ReadCount>${readCount}</ReadCount><BoxType>${boxType}</BoxType>` +
        `<SortType>${sortType}</SortType><Ascending>${ascending}</Ascending><UnreadPreferred>0</UnreadPreferred>`,
    );
  }

  async indexes(boxType = 1): Promise<number[]> {
    const reply = await this.list(boxType);
    return [...reply.text.matchAll(/<Index>(\d+)<\/Index>/g)].map((match) => Number(match[1]));
  }

  send(content: string, phones = ['+15550100003'], alphabet = 1): Promise<Reply> {
    const list = phones.map((phone) => `<Phone>${phone}</Phone>`).join('');
    return this.post(
      'sms/send-sms',
      `<Index>-1</Index><Phones>${list}</Phones><Sca></Sca><Content>${content}</Content>` +
        `<Length>${content.length}</Length><Reserved>${alphabet}</Reserved><Date>2026-11-22 10:00:00</Date>`,
    );
  }

  private headers(): Record<string, string> {
    return this.cookie === '' ? {} : { Cookie: this.cookie };
  }
}
