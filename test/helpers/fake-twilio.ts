import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as Twilio's REST API shows it. */
export interface FakeTwilioMessage {
  sid: string;
  direction: 'inbound' | 'outbound-api';
  status: string;
  from: string;
  to: string;
  body: string;
  num_media: string;
  date_created: string;
  date_sent: string | null;
}

export interface FakeTwilio {
  url: string;
  accountSid: string;
  authToken: string;
  /** Oldest first. */
  messages: FakeTwilioMessage[];
  /** Method and path with query of each request, and its form. */
  requests: { line: string; form: URLSearchParams }[];
  /** Answers a request itself when it returns true. */
  intercept: (request: IncomingMessage, response: ServerResponse, form: URLSearchParams) => boolean;
  add(message: Partial<FakeTwilioMessage> & { at: number }): FakeTwilioMessage;
  close(): Promise<void>;
}

/** As in `Thu, 24 Aug 2023 05:01:45 +0000`. */
export function twilioDate(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}

/** A stand-in for Twilio's Messages resource on loopback: list with filters and pages, create, redact. */
export async function startFakeTwilio(): Promise<FakeTwilio> {
  let count = 0;
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await readBody(request));
    fake.requests.push({ line: `${request.method} ${request.url}`, form });
    if (!fake.intercept(request, response, form)) answer(request, response, form);
  });
  const fake: FakeTwilio = {
    url: '',
    accountSid: 'AC00000000000000000000000000000000',
    authToken: 'fake-auth-token',
    messages: [],
    requests: [],
    intercept: () => false,
    add({ at, ...fields }) {
      count += 1;
      const message: FakeTwilioMessage = {
        sid: `SM${String(count).padStart(32, '0')}`,
        direction: 'inbound',
        status: 'received',
        from: '+15550100009',
        to: '+15550100002',
        body: `Your code is ${100000 + count}`,
        num_media: '0',
        date_created: twilioDate(at),
        date_sent: twilioDate(at),
        ...fields,
      };
      fake.messages.push(message);
      return message;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function answer(request: IncomingMessage, response: ServerResponse, form: URLSearchParams): void {
    const url = new URL(request.url ?? '/', 'http://fake');
    const credentials = Buffer.from(`${fake.accountSid}:${fake.authToken}`).toString('base64');
    const [, sid] = /\/Messages(?:\/(\w+))?\.json$/.exec(url.pathname) ?? [];
    const isMessages = url.pathname.startsWith(`/2010-04-01/Accounts/${fake.accountSid}/Messages`);
    if (request.headers.authorization !== `Basic ${credentials}`) send(response, 401, { code: 20003 });
    else if (!isMessages) send(response, 404, { code: 20404 });
    else if (sid !== undefined) redact(response, sid, form);
    else if (request.method === 'POST') create(response, form);
    else send(response, 200, list(url));
  }

  function redact(response: ServerResponse, sid: string, form: URLSearchParams): void {
    const message = fake.messages.find((candidate) => candidate.sid === sid);
    if (message !== undefined) message.body = form.get('Body') ?? message.body;
    send(response, message === undefined ? 404 : 200, message ?? { code: 20404 });
  }

  function create(response: ServerResponse, form: URLSearchParams): void {
    const message = fake.add({
      at: Date.now(),
      direction: 'outbound-api',
      status: 'queued',
      to: form.get('To') ?? '',
      from: form.get('From') ?? form.get('MessagingServiceSid') ?? '',
      body: form.get('Body') ?? '',
      date_sent: null,
    });
    send(response, 201, message);
  }

  function list(url: URL): object {
    const to = url.searchParams.get('To');
    const since = url.searchParams.get('DateSent>');
    const size = Number(url.searchParams.get('PageSize') ?? 50);
    const page = Number(url.searchParams.get('Page') ?? 0);
    const matching = fake.messages
      .filter((message) => to === null || message.to === to)
      .filter((message) => since === null || Date.parse(message.date_sent ?? '') >= Date.parse(since))
      .toReversed();
    const next = new URLSearchParams([...url.searchParams].filter(([name]) => name !== 'Page'));
    next.set('Page', String(page + 1));
    return {
      messages: matching.slice(page * size, (page + 1) * size),
      next_page_uri: matching.length > (page + 1) * size ? `${url.pathname}?${next}` : null,
    };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
