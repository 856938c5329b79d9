import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer as createWebServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { freePort } from '../../test/helpers/databases.ts';
import { checkPublicUrl } from './doctor-public-url.ts';
import { checkReach } from './doctor-reach.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'test', 'fixtures');
const targets = { environment: {}, readFile: (path: string) => readFileSync(path, 'utf8') };

async function listening(t: TestContext, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

function reach(settings: Record<string, unknown>) {
  return checkReach('destination', { id: 'desk', kind: 'mqtt', enabled: true, settings }, targets);
}

test("the hub's own broker is not missed while no hub runs, another on that machine is", async () => {
  const port = await freePort();
  const ask = (url: string, broker: string | null) =>
    checkReach('destination', { id: 'desk', kind: 'mqtt', enabled: true, settings: { url } }, targets, broker);
  assert.deepEqual(await ask(`mqtt://localhost:${port}`, `127.0.0.1:${port}`), []);
  assert.equal((await ask(`mqtt://127.0.0.1:${port}`, '127.0.0.1:1'))[0]?.level, 'problem');
  assert.equal((await ask(`mqtt://127.0.0.1:${port}`, null))[0]?.level, 'problem');
});

test('a place that listens can be reached, one that does not is told with what to look at', async (t) => {
  const port = await listening(
    t,
    createServer((socket) => socket.on('error', () => undefined)),
  );
  assert.deepEqual(await reach({ url: `mqtt://127.0.0.1:${port}`, topic: 'codes' }), [
    { area: 'destination desk (mqtt)', level: 'ok', text: `127.0.0.1:${port} can be reached` },
  ]);
  const [closed] = await reach({ url: `mqtt://127.0.0.1:${await freePort()}` });
  assert.equal(closed?.level, 'problem');
  assert.match(closed?.text ?? '', /cannot be reached: nobody listens there/);
});

test('paths and secrets of an address are not told, and what only the hub knows is left out', async () => {
  const [found] = await reach({ webhookUrl: 'http://127.0.0.1:1/services/T0/B0/secret', url: '${UNKNOWN}' });
  assert.match(found?.text ?? '', /^127\.0\.0\.1:1 cannot be reached/);
  assert.doesNotMatch(found?.text ?? '', /services|secret/);
  assert.equal((await reach({ url: '${UNKNOWN}', topic: 'mqtt' })).length, 0);
});

test('a certificate is looked at by the authority that the settings name', async (t) => {
  const [key, cert] = ['loopback.key', 'loopback.crt'].map((name) => readFileSync(join(fixtures, name), 'utf8'));
  const port = await listening(
    t,
    createTlsServer({ key, cert }, (socket) => socket.on('error', () => undefined)),
  );
  const url = `mqtts://127.0.0.1:${port}`;
  assert.match((await reach({ url }))[0]?.text ?? '', /its certificate is not trusted .*`ca`/);
  assert.match(
    (await reach({ url, ca: `\${file:${join(fixtures, 'loopback.crt')}}` }))[0]?.text ?? '',
    /certificate is good/,
  );
});

test('the public address leads to a hub, to something else, or nowhere', async (t) => {
  let answer = { status: 200, body: '{"status":"ok","version":"0.1.0"}' };
  const web = createWebServer((_request, response) => void response.writeHead(answer.status).end(answer.body));
  const url = `http://127.0.0.1:${await listening(t, web)}`;
  const said = async (address: string, now = Date.now()) =>
    (await checkPublicUrl(address, () => now)).map(({ level, text }) => `${level}: ${text}`).join('\n');
  assert.match(await said(url), /^ok: the hub answers at 127\.0\.0\.1:\d+, so webhooks can come$/);
  assert.match(await said(url, Date.now() - 3_600_000), /^warning: the clock of this machine is 3\d{3} s off/m);
  answer = { status: 404, body: 'not here' };
  assert.match(await said(url), /^problem: .* answers \/healthz with 404, not as a hub/);
  assert.match(
    await said(`http://127.0.0.1:${await freePort()}`),
    /^warning: .* cannot be reached from here\. Some routers/,
  );
});
