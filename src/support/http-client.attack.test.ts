import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { after, before, test } from 'node:test';
import { createHttpClient } from './http-client.ts';
import { isPrivateAddress } from './private-address.ts';
import { ForbiddenAddressError, RequestNotSentError } from './request.ts';

let server: Server;
let port: number;
let hits = 0;

before(async () => {
  server = createServer((request, response) => {
    hits += 1;
    if (request.url === '/close') response.setHeader('connection', 'close');
    if (request.url === '/redirect') response.writeHead(302, { location: '/internal' });
    response.end('inside');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
after(() => server.close());

function answering(...answers: string[]): LookupFunction {
  return (_host, options, callback) => {
    const addresses = answers.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const [first] = addresses;
    if (options.all === true) callback(null, addresses);
    else callback(null, first?.address ?? '', first?.family);
  };
}

function guarded(allowHosts: string[], lookup?: LookupFunction) {
  return createHttpClient({ connections: 1, guard: { allowHosts }, ...(lookup === undefined ? {} : { lookup }) });
}

test('refuses private addresses however the URL writes them, and sends nothing', async () => {
  const client = guarded([]);
  const before = hits;
  const hosts = [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '127.0.0.1.',
    '１２７.0.0.1',
    '0',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[::127.0.0.1]',
    '[fe80::1]',
    '[fd00::1]',
    '169.254.169.254',
    '10.0.0.1',
    '192.168.8.1',
    '172.31.255.255',
    '100.64.0.1',
  ];
  for (const host of hosts)
    await assert.rejects(client.request(`http://${host}:${port}/`), ForbiddenAddressError, host);
  assert.equal(hits, before);
  await client.close();
});

test('refuses a name that resolves to a private address, also amid public ones', async () => {
  const before = hits;
  const answers = [
    ['127.0.0.1'],
    ['93.184.215.14', '127.0.0.1'],
    ['127.0.0.1', '93.184.215.14'],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', '::1'],
    ['::ffff:127.0.0.1'],
    ['fe80::1%lo'],
    [],
  ];
  for (const answer of answers) {
    const client = guarded([], answering(...answer));
    await assert.rejects(client.request(`http://hook.example:${port}/`), ForbiddenAddressError, answer.join());
    await client.close();
  }
  assert.equal(hits, before);
});

test('refuses localhost by its name', async () => {
  const client = guarded([]);
  await assert.rejects(client.request(`http://localhost:${port}/`), ForbiddenAddressError);
  // Resolvers differ on the final dot: an address that is refused, or no address.
  await assert.rejects(client.request(`http://LOCALHOST.:${port}/`));
  await client.close();
});

test('connects to the very address that was looked at: the name is asked once', async () => {
  let asked = 0;
  const rebinding: LookupFunction = (host, options, callback) => {
    asked += 1;
    answering(asked === 1 ? '127.0.0.1' : '10.255.255.1')(host, options, callback);
  };
  const client = guarded(['127.0.0.1'], rebinding);
  assert.equal((await client.request(`http://hook.example:${port}/`)).text(), 'inside');
  assert.equal(asked, 1);
  await client.close();
});

test('an answer that turns private after the first request is refused on the next connection', async () => {
  let answer = '127.0.0.1';
  const client = createHttpClient({
    connections: 1,
    guard: { allowHosts: ['127.0.0.1'] },
    lookup: (host, options, callback) => answering(answer)(host, options, callback),
  });
  await client.request(`http://hook.example:${port}/close`);
  answer = '127.0.0.2';
  await assert.rejects(client.request(`http://hook.example:${port}/`), ForbiddenAddressError);
  await client.close();
});

test('allows by name, by address and by block, and nothing beside them', async () => {
  const lookup = answering('127.0.0.1');
  const cases: [string[], string, boolean][] = [
    [['127.0.0.1'], '127.0.0.1', true],
    [['127.0.0.1'], 'hook.example', true],
    [['127.0.0.0/8'], 'hook.example', true],
    [['Hook.Example'], 'hook.example', true],
    [['hook.example'], 'hook.example.', true],
    [['127.0.0.0/8'], '[::ffff:127.0.0.1]', true],
    [['hook.example'], 'other.example', false],
    [['hook.example'], '127.0.0.1', false],
    [['example'], 'hook.example', false],
    [['127.0.0.2'], '127.0.0.1', false],
    [['10.0.0.0/8', '::1'], '127.0.0.1', false],
  ];
  for (const [allowHosts, host, allowed] of cases) {
    const client = guarded(allowHosts, lookup);
    const request = client.request(`http://${host}:${port}/`);
    if (allowed) assert.equal((await request).status, 200, `${allowHosts} ${host}`);
    else await assert.rejects(request, ForbiddenAddressError, `${allowHosts} ${host}`);
    await client.close();
  }
});

test('takes a name for no allowed address where only what is named counts', async () => {
  const lookup = answering('127.0.0.1');
  const cases: [string[], string, boolean][] = [
    [['127.0.0.1'], '127.0.0.1', true],
    [['127.0.0.0/8'], '[::ffff:127.0.0.1]', true],
    [['hook.example'], 'hook.example.', true],
    [['127.0.0.1', '127.0.0.0/8', '::1'], 'hook.example', false],
    [['127.0.0.0/8'], 'hook.example.', false],
    [['127.0.0.0/8', 'hook.example'], 'other.example', false],
    [['127.0.0.0/8'], 'localhost', false],
  ];
  for (const [allowHosts, host, allowed] of cases) {
    const guard = { allowHosts, onlyAsNamed: true };
    const client = createHttpClient({ connections: 1, guard, lookup });
    const request = client.request(`http://${host}:${port}/`);
    if (allowed) assert.equal((await request).status, 200, `${allowHosts} ${host}`);
    else await assert.rejects(request, ForbiddenAddressError, `${allowHosts} ${host}`);
    await client.close();
  }
});

test('never follows a redirect', async () => {
  const client = guarded(['127.0.0.1']);
  const before = hits;
  const answer = await client.request(`http://127.0.0.1:${port}/redirect`);
  assert.equal(answer.status, 302);
  assert.equal(hits, before + 1);
  await client.close();
});

test('without a guard every address is reached', async () => {
  const client = createHttpClient({ connections: 1 });
  assert.equal((await client.request(`http://127.0.0.1:${port}/`)).status, 200);
  await client.close();
});

test('names an entry of allowHosts that it cannot read', () => {
  for (const entry of ['http://127.0.0.1', '10.0.0.0/33', '10.0.0.0/', 'a/8', '', '10.0.0.1:80'])
    assert.throws(() => guarded([entry]), TypeError, entry);
});

test('tells private from public addresses at the edges of every block', () => {
  const priv = [
    ['0.255.255.255', '10.255.255.255', '100.127.255.255', '127.255.255.255', '169.254.0.0', '172.16.0.0'],
    ['192.0.0.8', '192.0.2.1', '192.168.255.255', '198.19.255.255', '198.51.100.7', '203.0.113.9', '224.0.0.1'],
    ['239.255.255.255', '240.0.0.1', '255.255.255.255', 'ff02::1', 'fc00::', 'fdff::1', 'febf::1', 'fec0::1'],
    ['2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', '64:ff9b:1::1', '100::1', '::', '::1', '4000::1'],
    ['::ffff:10.0.0.1', '64:ff9b::a00:1', 'fe80::1%eth0', 'no address', ''],
  ].flat();
  const open = [
    ['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.1'],
    ['172.15.255.255', '172.32.0.0', '192.167.255.255', '198.17.255.255', '198.20.0.0', '223.255.255.255'],
    ['2606:4700::1111', '2a00:1450::1', '::ffff:1.1.1.1', '64:ff9b::101:101'],
  ].flat();
  for (const address of priv) assert.equal(isPrivateAddress(address), true, address);
  for (const address of open) assert.equal(isPrivateAddress(address), false, address);
});

test('a refused address is told apart from a request that found no connection', async () => {
  const client = guarded([], answering('127.0.0.1'));
  await assert.rejects(client.request('https://hook.example/'), (error) => !(error instanceof RequestNotSentError));
  await client.close();
});
