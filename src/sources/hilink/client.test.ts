import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { silentLogger } from '../../support/logger.ts';
import { systemRandom } from '../../support/random.ts';
import { HilinkClient } from './client.ts';
import { DeviceError, UnreachableError, UnreadableAnswerError } from './errors.ts';
import { error, ok, type Reply, type Seen, startDevice, type TestDevice } from './test-device.ts';

/** A client of a device without logins; the home page of `family C` gives tokens. */
async function setUp(
  t: TestContext,
  answer: (seen: Seen) => Reply | null | undefined | Promise<Reply | null | undefined>,
): Promise<{ device: TestDevice; client: HilinkClient }> {
  const device = await startDevice(t, answer);
  const client = new HilinkClient({
    credentials: { username: 'admin', password: undefined },
    request: device.wire.request,
    clock: device.wire.clock,
    random: systemRandom,
    log: silentLogger,
    locate: async () => device.url,
  });
  t.after(() => client.close());
  return { device, client };
}

const callsOf = (device: TestDevice, path: string) => device.seen.filter(({ call }) => call.endsWith(path)).length;

test('requests go one after the other, in their order', async (t) => {
  const { device, client } = await setUp(t, async ({ call }) => {
    await delay(5);
    return /\/api\/\d$/.test(call) ? { body: ok() } : undefined;
  });
  await Promise.all([client.get('1'), client.post('2', 'x'), client.get('3'), client.post('4', 'x')]);
  assert.equal(device.mostAtOnce, 1);
  const order = device.seen.map(({ call }) => call).filter((call) => /\d$/.test(call));
  assert.deepEqual(order, ['GET /api/1', 'POST /api/2', 'GET /api/3', 'POST /api/4']);
});

test('an equal answer is no change, and a failed one is not remembered', async (t) => {
  let body = ok('<Count>1</Count>');
  const { client } = await setUp(t, ({ call }) => (call.endsWith('/x') ? { body } : undefined));
  assert.notEqual(await client.getIfChanged('x'), undefined);
  assert.equal(await client.getIfChanged('x'), undefined);
  body = '{}';
  await assert.rejects(client.getIfChanged('x'), UnreadableAnswerError);
  await assert.rejects(client.getIfChanged('x'), UnreadableAnswerError);
  body = ok('<Count>1</Count>');
  assert.equal(await client.getIfChanged('x'), undefined);
});

test('a call that is not offered is asked once', async (t) => {
  const { device, client } = await setUp(t, () => undefined);
  await assert.rejects(client.get('x'), DeviceError);
  await assert.rejects(client.get('x'), DeviceError);
  assert.equal(callsOf(device, '/x'), 1);
});

test('one dropped connection is tried again, but not for what must not happen twice', async (t) => {
  const drops = new Set(['GET /api/x', 'POST /api/y', 'POST /api/z']);
  const { device, client } = await setUp(t, ({ call }) => {
    if (drops.delete(call)) return null;
    return /\/api\/[xyz]$/.test(call) ? { body: ok() } : undefined;
  });
  await client.get('x');
  await client.post('y', 'x');
  await assert.rejects(
    client.post('z', 'x', { once: true }),
    (thrown) => thrown instanceof UnreachableError && thrown.left,
  );
  assert.equal(callsOf(device, '/z'), 1);
});

test('a stale session that even state-login refuses is replaced', async (t) => {
  let session = 0;
  let valid = 1;
  const { device, client } = await setUp(t, ({ call, cookie }) => {
    if (call === 'GET /') {
      return cookie === undefined
        ? { headers: { 'Set-Cookie': `SessionID=${++session}` }, body: '<html>' }
        : { body: '<html>' };
    }
    if (call.includes('webserver')) return undefined;
    if (cookie !== `SessionID=${valid}`) return { body: error(125002) };
    return call.endsWith('/x') ? { body: ok() } : undefined;
  });
  await client.get('x');
  valid = 2;
  await client.get('x');
  assert.equal(client.sessions, 2);
  assert.ok(callsOf(device, '/x') <= 4);
});

test('an error without a remedy is thrown at once', async (t) => {
  const { device, client } = await setUp(t, ({ call }) => (call.endsWith('/x') ? { body: error(100005) } : undefined));
  await assert.rejects(client.post('x', 'y'), (thrown) => thrown instanceof DeviceError && thrown.code === 100005);
  assert.equal(callsOf(device, '/x'), 1);
});

test('a token that is refused again and again ends the call', async (t) => {
  const { device, client } = await setUp(t, ({ call }) => (call.endsWith('/x') ? { body: error(125003) } : undefined));
  await assert.rejects(client.post('x', 'y'), DeviceError);
  assert.equal(callsOf(device, '/x'), 3);
});
