// A process of its own with the two other sides: Twilio's API and Slack's hooks over TLS, lean, so that they do not
// become the bottleneck. Tells over IPC when each destination had each message.
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** When a destination had a message: milliseconds since the epoch, with fractions. */
export interface Arrival {
  destination: string;
  message: string;
  at: number;
}

export type FakesCommand = { kind: 'latency'; ms: number } | { kind: 'arrivals' } | { kind: 'sockets' };
export type FakesAnswer =
  | { kind: 'ready'; twilio: string; slack: string }
  | { kind: 'arrivals'; arrivals: Arrival[] }
  | { kind: 'sockets'; most: number };

const fixture = (name: string) => readFileSync(new URL(`../../test/fixtures/${name}`, import.meta.url));
let latencyMs = 0;
let arrivals: Arrival[] = [];
let open = 0;
let most = 0;

const serve = (
  answer: (request: IncomingMessage, body: string) => { destination: string; status: number; body: string },
) => {
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const result = answer(request, body);
      setTimeout(() => {
        response.writeHead(result.status, { 'content-type': 'application/json' }).end(result.body);
        const message = /benchmark-(\d+)/.exec(decodeURIComponent(body.replaceAll('+', ' ')))?.[1];
        if (message !== undefined)
          arrivals.push({ destination: result.destination, message, at: performance.timeOrigin + performance.now() });
      }, latencyMs);
    });
  };
  const tls = process.argv[2] !== 'plain';
  const server = tls
    ? createServer({ key: fixture('loopback.key'), cert: fixture('loopback.crt') }, listener)
    : createPlainServer(listener);
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    most = Math.max(most, ++open);
    socket.on('close', () => open--);
  });
  return new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
};

let sent = 0;
const twilio = await serve((request, body) => {
  if (request.method === 'GET') return { destination: '', status: 200, body: '{"messages":[],"next_page_uri":null}' };
  const sid = `SM${(++sent).toString(16).padStart(32, '0')}`;
  const to = new URLSearchParams(body).get('To') ?? '';
  return { destination: to, status: 201, body: JSON.stringify({ sid, status: 'queued' }) };
});
const slack = await serve((request) => ({ destination: request.url ?? '', status: 200, body: 'ok' }));

const say = (answer: FakesAnswer) => process.send?.(answer);
process.on('message', (command: FakesCommand) => {
  if (command.kind === 'latency') latencyMs = command.ms;
  if (command.kind === 'sockets') say({ kind: 'sockets', most });
  if (command.kind === 'arrivals') {
    say({ kind: 'arrivals', arrivals });
    arrivals = [];
  }
});
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready', twilio, slack });
