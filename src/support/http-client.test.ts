import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { after, before, test } from 'node:test';
import { createHttpClient } from './http-client.ts';
import { RequestNotSentError } from './request.ts';

let server: Server;
let origin: string;
let sockets = 0;
let respond: (request: IncomingMessage, response: ServerResponse) => void;

before(async () => {
  server = createServer((request, response) => respond(request, response));
  server.on('connection', () => {
    sockets += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test('posts a body and reads the answer as it is', async () => {
  const client = createHttpClient({ connections: 1 });
  respond = async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    response.writeHead(418, { 'x-saw': `${request.method} ${request.url} ${request.headers['x-mine']} ${body}` });
    response.write('half é');
    response.end(' and half');
  };
  const answer = await client.request(`${origin}/a/b?c=d%20e`, {
    method: 'POST',
    headers: { 'x-mine': 'yes' },
    body: 'hello',
  });
  assert.equal(answer.status, 418);
  assert.equal(answer.headers['x-saw'], 'POST /a/b?c=d%20e yes hello');
  assert.equal(answer.text(), 'half é and half');
  await client.close();
});

test('keeps its connections and opens no more than it may', async () => {
  const client = createHttpClient({ connections: 2 });
  respond = (_request, response) => setImmediate(() => response.end('ok'));
  const before = sockets;
  await Promise.all(Array.from({ length: 20 }, () => client.request(origin)));
  await client.request(origin);
  assert.equal(sockets - before, 2);
  await client.close();
});

test('sends the credentials of an address as basic authentication', async () => {
  const client = createHttpClient({ connections: 1 });
  respond = (request, response) => response.end(request.headers.authorization);
  const answer = await client.request(origin.replace('//', '//ann:p%40ss@'));
  assert.equal(answer.text(), `Basic ${Buffer.from('ann:p@ss').toString('base64')}`);
  await client.close();
});

test('refuses an answer over the limit, announced or not', async () => {
  const client = createHttpClient({ connections: 1 });
  respond = (_request, response) => response.end('x'.repeat(101));
  await assert.rejects(client.request(origin, { maxBytes: 100 }), /longer than 100 bytes/);
  respond = (_request, response) => {
    response.write('x'.repeat(60));
    setImmediate(() => response.end('x'.repeat(60)));
  };
  await assert.rejects(client.request(origin, { maxBytes: 100 }), /longer than 100 bytes/);
  assert.equal((await client.request(origin, { maxBytes: 120 })).body.length, 120);
  await client.close();
});

test('ends at the signal, before and after the request left, and says which', async () => {
  const client = createHttpClient({ connections: 1 });
  const arrived = Promise.withResolvers<void>();
  respond = () => arrived.resolve();
  const hanging = new AbortController();
  const first = client.request(origin, { signal: hanging.signal });
  first.catch(() => {});
  await arrived.promise;
  const waiting = new AbortController();
  const second = client.request(origin, { signal: waiting.signal });
  waiting.abort(new Error('no time left'));
  await assert.rejects(second, (error) => error instanceof RequestNotSentError && error.message === 'no time left');
  hanging.abort(new Error('too slow'));
  await assert.rejects(first, (error) => !(error instanceof RequestNotSentError) && /too slow/.test(String(error)));
  await assert.rejects(client.request(origin, { signal: AbortSignal.abort(new Error('over')) }), RequestNotSentError);
  respond = (_request, response) => response.end('ok');
  assert.equal((await client.request(origin)).status, 200);
  await client.close();
});

test('says that nothing left when the connection is refused or the name is unknown', async () => {
  const free = createTcpServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const port = (free.address() as AddressInfo).port;
  await new Promise((resolve) => free.close(resolve));
  const client = createHttpClient({
    connections: 1,
    lookup: (_host, _options, callback) =>
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), '', 0),
  });
  await assert.rejects(client.request(`http://127.0.0.1:${port}/`), RequestNotSentError);
  await assert.rejects(client.request('http://nowhere.example/'), RequestNotSentError);
  await client.close();
});

test('does not claim that nothing left when the other side hangs up without an answer', async () => {
  const client = createHttpClient({ connections: 1 });
  respond = (request) => request.socket.destroy();
  await assert.rejects(
    client.request(origin, { method: 'POST', body: 'x' }),
    (error) => !(error instanceof RequestNotSentError),
  );
  await client.close();
});

test('gives up on an answer that does not come', async () => {
  const client = createHttpClient({ connections: 1, headersTimeoutMs: 50 });
  respond = () => {};
  await assert.rejects(client.request(origin), /Headers Timeout/);
  await client.close();
});

test('close ends what is under way, and nothing is taken afterwards', async () => {
  const client = createHttpClient({ connections: 1 });
  const arrived = Promise.withResolvers<void>();
  respond = () => arrived.resolve();
  const hanging = client.request(origin);
  hanging.catch(() => {});
  await arrived.promise;
  await client.close();
  await assert.rejects(hanging);
  await assert.rejects(client.request(origin), RequestNotSentError);
});

test('refuses an address without http, and does not repeat it', async () => {
  const client = createHttpClient({ connections: 1 });
  for (const url of ['ftp://secret.example/', 'secret', '']) {
    await assert.rejects(client.request(url), (error) => error instanceof TypeError && !/secret/.test(error.message));
  }
  await client.close();
});
