import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { PermanentDeliveryError, TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import { startPushService } from '../simulators/push-service.ts';
import { createHttpClient } from '../support/http-client.ts';
import { ForbiddenAddressError } from '../support/request.ts';
import { noEnd, testContext, testOutgoing } from './fixtures.ts';
import { webPush } from './web-push.ts';
import { type PushPayload, pushPayload } from './web-push-payload.ts';

const [key = '', cert = ''] = ['key', 'crt'].map((end) =>
  readFileSync(new URL(`../../test/fixtures/loopback.${end}`, import.meta.url), 'utf8'),
);
const service = await startPushService({ tls: { key, cert } });
const http = createHttpClient({ connections: 2, ca: cert });
after(async () => {
  await http.close();
  await service.close();
});

const context = testContext({ request: http.request });
const { endpoint, keys } = service.subscribe(context.vapid().publicKey);
const open = (changes: object = {}, request = http.request) =>
  webPush.open(webPush.config.parse({ endpoint, ...keys, ...changes }), testContext({ request }));

test('a browser decrypts what it is notified of, and its service knows from whom', async () => {
  const now = Date.now();
  const outgoing = testOutgoing({ receivedAt: now, expiresAt: now + 300_000, deliverUntil: now + 300_000 });
  await open().send(outgoing, noEnd);
  const [message] = service.messages;
  assert.deepEqual(JSON.parse(message?.payload ?? '{}'), {
    id: outgoing.messageId,
    title: 'GitHub: 482913',
    body: outgoing.rendered,
    code: '482913',
    service: 'GitHub',
    sender: '+15550100004',
    line: 'burner',
    expiresAt: new Date(now + 300_000).toISOString(),
    test: false,
  });
  assert.equal(message?.urgency, 'high');
  assert.ok(message.ttl <= 300 && message.ttl > 280);
  assert.match(message.topic, /^[\w-]{32}$/);
  assert.deepEqual([message.claims.sub, message.claims.aud], ['mailto:push@example.com', service.url]);
});

test('a repeat has the same topic, and time that is over is a second', async () => {
  const outgoing = testOutgoing({ deliverUntil: Date.now() - 5_000 });
  await open().send(outgoing, noEnd);
  await open().send(outgoing, noEnd);
  const [first, second] = service.messages.slice(-2);
  assert.equal(first?.topic, second?.topic);
  assert.equal(second?.ttl, 1);
});

test('a browser that is gone is gone for good, trouble is not', async () => {
  for (const status of [404, 410]) {
    service.failNext({ status });
    await assert.rejects(open().send(testOutgoing(), noEnd), (error) => {
      assert.ok(error instanceof PermanentDeliveryError && error.gone);
      return true;
    });
  }
  service.failNext({ status: 429, retryAfter: 30 });
  await assert.rejects(
    open().send(testOutgoing(), noEnd),
    (error) => error instanceof TemporaryDeliveryError && error.retryAfterMs === 30_000,
  );
  for (const status of [500, 503]) {
    service.failNext({ status });
    await assert.rejects(open().send(testOutgoing(), noEnd), TemporaryDeliveryError);
  }
  const foreign = service.subscribe('another hub');
  await assert.rejects(
    open({ endpoint: foreign.endpoint, ...foreign.keys }).send(testOutgoing(), noEnd),
    (error) => error instanceof PermanentDeliveryError && !error.gone && /403/.test(error.message),
  );
  const refused = () => Promise.reject(new ForbiddenAddressError('10.0.0.1'));
  await assert.rejects(open({}, refused).send(testOutgoing(), noEnd), PermanentDeliveryError);
});

test('neither its address nor its keys stand in health or errors', async () => {
  service.failNext({ status: 410 });
  const destination = open();
  const error: unknown = await destination.send(testOutgoing(), noEnd).catch((thrown: unknown) => thrown);
  const said = JSON.stringify([destination.health(), String(error)]);
  for (const secret of [endpoint, new URL(endpoint).pathname, keys.auth, keys.p256dh])
    assert.equal(said.includes(secret), false);
});

test('the payload has no more than `show` leaves, and at most 3,000 bytes', () => {
  const read = (changes: object): PushPayload => JSON.parse(pushPayload(testOutgoing(changes))) as PushPayload;
  const notice = read({ show: 'notice', code: null, rendered: 'A GitHub code from X came to line burner.' });
  assert.equal('code' in notice, false);
  assert.deepEqual([notice.title, notice.body], ['Line burner', 'A GitHub code from X came to line burner.']);
  const text = { show: 'full' as const, code: null, service: null };
  assert.deepEqual(read({ ...text, text: 'Hi', sender: 'Ann\n\u202e' }).title, 'Ann');
  for (const rendered of ['x'.repeat(9_000), '\u0001'.repeat(9_000), '🗝️"\\'.repeat(3_000)]) {
    const names = { sender: '"'.repeat(400), service: '\\'.repeat(400) };
    const whole = pushPayload(testOutgoing({ ...text, ...names, text: rendered, rendered }));
    assert.ok(Buffer.byteLength(whole) <= 3_000 && Buffer.byteLength(whole) > 2_500);
    assert.match((JSON.parse(whole) as PushPayload).body, /…$/);
  }
});

test('addresses and keys that no browser gives are refused', () => {
  const wrong = [
    { endpoint: 'http://push.example/1' },
    { endpoint: 'https://ann@push.example/1' },
    { endpoint: 'push' },
    { p256dh: 'AAAA' },
    { p256dh: Buffer.alloc(65, 4).toString('base64url') },
    { auth: 'AAAA' },
    { auth: 'ä'.repeat(22) },
  ];
  for (const changes of wrong)
    assert.equal(webPush.config.safeParse({ endpoint, ...keys, ...changes }).success, false, JSON.stringify(changes));
});
