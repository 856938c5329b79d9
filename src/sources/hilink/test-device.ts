import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { systemClock } from '../../support/clock.ts';
import { createHttpClient } from '../../support/http-client.ts';
import type { WireOptions } from './wire.ts';

/** A request as the device got it. */
export interface Seen {
  call: string;
  cookie: string | undefined;
  token: string | undefined;
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array;
}

export interface TestDevice {
  url: string;
  seen: Seen[];
  /** Most requests under way at once. */
  mostAtOnce: number;
  wire: WireOptions;
}

/** A device that answers what the test says; what it does not say gets 100002. A reply of null drops the connection. */
export async function startDevice(
  t: TestContext,
  answer: (seen: Seen) => Reply | null | undefined | Promise<Reply | null | undefined>,
): Promise<TestDevice> {
  let atOnce = 0;
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    device.mostAtOnce = Math.max(device.mostAtOnce, ++atOnce);
    response.once('close', () => atOnce--);
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const token = request.headers.__requestverificationtoken;
    const seen: Seen = {
      call: `${request.method} ${request.url}`,
      cookie: request.headers.cookie,
      token: typeof token === 'string' ? token : undefined,
      body: Buffer.concat(pieces).toString('utf8'),
    };
    device.seen.push(seen);
    const reply = await answer(seen);
    if (reply === null) return void request.socket.destroy();
    atOnce--;
    response.removeAllListeners('close');
    response.writeHead(reply?.status ?? 200, { 'content-type': 'text/html', ...reply?.headers });
    response.end(reply?.body ?? error(100002));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = createHttpClient({ connections: 4 });
  const device: TestDevice = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    mostAtOnce: 0,
    wire: {
      request: http.request,
      clock: systemClock,
      timeoutMs: () => 5_000,
      signal: new AbortController().signal,
    },
  };
  t.after(async () => {
    await http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return device;
}

export function error(code: number): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<error>\n<code>${code}</code>\n<message></message>\n</error>`;
}

export function ok(inner = 'OK'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<response>${inner}</response>`;
}
