import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Trouble, TroubleQueue } from './trouble.ts';

export interface SimulatorOptions {
  /** How long each answer takes; default 0. */
  latencyMs?: number;
  /** PEM texts: serves HTTPS with them. */
  tls?: { key: string; cert: string };
  /** Default 127.0.0.1. */
  host?: string;
  /** Default: a free one. */
  port?: number;
}

export interface SimulatedRequest {
  method: string;
  /** Path and query. */
  target: URL;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export interface SimulatedAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface HttpSimulator {
  /** `http://127.0.0.1:4711`, without a slash at its end. */
  url: string;
  /** Connections that are open now. */
  connections(): Promise<number>;
  /** Ends every connection, also those that hang. */
  close(): Promise<void>;
}

/** Serves `answer` over HTTP or HTTPS, with latency and troubles. */
export async function startHttpSimulator(
  options: SimulatorOptions,
  troubles: TroubleQueue,
  answer: (request: SimulatedRequest) => SimulatedAnswer,
  answerTrouble: (trouble: Trouble) => SimulatedAnswer,
): Promise<HttpSimulator> {
  const { host = '127.0.0.1', port = 0, tls, latencyMs = 0 } = options;
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const received = await read(request);
    const trouble = troubles.take();
    const usual = trouble === undefined || trouble.workDone === true ? answer(received) : undefined;
    if (trouble?.instead === 'drop') return void request.socket.destroy();
    if (trouble?.instead === 'hang') return;
    const result = trouble?.status === undefined ? usual : answerTrouble(trouble);
    const write = () => reply(response, result ?? { status: 500 }, trouble);
    if (latencyMs > 0) setTimeout(write, latencyMs);
    else write();
  };
  const listener: RequestListener = (request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host}:${(server.address() as AddressInfo).port}`,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

/** JSON as an answer. */
export function json(status: number, value: unknown): SimulatedAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

async function read(request: IncomingMessage): Promise<SimulatedRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return {
    method: request.method ?? 'GET',
    target: new URL(request.url ?? '/', 'http://simulator'),
    headers: request.headers,
    body: Buffer.concat(pieces),
  };
}

function reply(
  response: ServerResponse,
  { status, headers, body }: SimulatedAnswer,
  trouble: Trouble | undefined,
): void {
  const retryAfter = trouble?.retryAfter === undefined ? {} : { 'retry-after': String(trouble.retryAfter) };
  response.writeHead(status, { ...headers, ...retryAfter }).end(body);
}
