import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { parse } from 'yaml';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { createTestHub, hookRequest, type TestHub } from '../../test/helpers/source-context.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { HookReply, HookRequest, Source } from './source.ts';
import { webhook } from './webhook.ts';

const clock = createManualClock(1_735_689_600_000);
const bearer = 'a-token-of-some-length';
const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';

function open(settings: Record<string, unknown>, hub: TestHub = createTestHub()) {
  const source = webhook.open(webhook.config.parse(settings), { ...hub.context, clock });
  return { hub, source, call: (request: HookRequest) => handle(source, request) };
}

async function handle(source: Source, request: HookRequest): Promise<HookReply> {
  assert.ok(source.handle);
  return await source.handle(request);
}

function posted(body: object | string, headers: Record<string, string> = {}, secretPath?: string): HookRequest {
  const target = secretPath === undefined ? '/hooks/phone' : `/hooks/phone/${secretPath}`;
  return hookRequest(target, {
    headers: { authorization: `Bearer ${bearer}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(secretPath === undefined ? {} : { secretPath }),
  });
}

function problem(code: string, words = /./) {
  return (error: unknown) => error instanceof KeypigeonError && error.code === code && words.test(error.message);
}

test('takes a text as JSON or form, and answers with its message', async () => {
  const { hub, call } = open({ bearer });
  const reply = await call(
    posted({
      id: 'a1',
      sender: '+15550100009',
      text: 'Your code is 482913',
      sentAt: '2025-01-01T01:00:00+01:00',
      to: '+15550100002',
    }),
  );
  assert.deepEqual(
    { ...reply, body: JSON.parse(reply.body ?? '') },
    { status: 200, contentType: 'application/json', body: { messageId: 'message-of-a1', outcome: 'new' } },
  );
  await call(
    posted('from=GitHub&message=482914&receivedAt=2025-01-01+01%3A00&id=a2', {
      'content-type': 'application/x-www-form-urlencoded',
    }),
  );
  assert.deepEqual(hub.received, [
    {
      transportKey: 'a1',
      sender: '+15550100009',
      text: 'Your code is 482913',
      to: '+15550100002',
      sentAt: 1_735_689_600_000,
    },
    { transportKey: 'a2', sender: 'GitHub', text: '482914', sentAtLocal: '2025-01-01 01:00:00' },
  ]);
});

test('a replay is answered, and makes no second message', async () => {
  const { hub, call } = open({ bearer });
  const withId = posted({ id: 'a1', sender: 'A', text: '1' });
  const withTime = posted({ sender: 'A', text: '1', sentAt: 1_735_689_600 });
  for (const request of [withId, withId, withTime, withTime]) assert.equal((await call(request)).status, 200);
  assert.equal(hub.received.length, 2);
  await call(posted({ sender: 'A', text: '1', sentAt: 1_735_689_660 }));
  assert.equal(hub.received.length, 3);
});

test('the same words later are a new text where nothing else tells', async () => {
  const { hub, call } = open({ bearer });
  const same = posted({ sender: 'A', text: '1' });
  await call(same);
  await call(same);
  assert.equal(hub.received.length, 1);
  clock.advance(10 * 60_000);
  await call(same);
  assert.equal(hub.received.length, 2);
  clock.advance(-10 * 60_000);
});

test('reads the fields that the settings name', async () => {
  const fields = { sender: 'sms.number', text: 'sms.words', id: 'key', sentAt: 'at', to: 'sim' };
  const { hub, call } = open({ bearer, fields });
  await call(posted({ sms: { number: 7726, words: 'x' }, key: 12, at: '1735689600', sim: '+15550100002' }));
  assert.deepEqual(hub.received, [
    { transportKey: '12', sender: '7726', text: 'x', to: '+15550100002', sentAt: 1_735_689_600_000 },
  ]);
  await assert.rejects(call(posted({ sender: 'A', text: 'b' })), problem('invalid-request', /in "sms.number"/));
});

test('wants every proof that is configured', async () => {
  const pathSecret = 'secret-part-of-the-path';
  const { hub, source, call } = open({ bearer, pathSecret });
  const text = { sender: 'A', text: 'b' };
  await assert.rejects(call(posted(text)), problem('not-found'));
  await assert.rejects(call(posted(text, {}, 'wrong')), problem('not-found'));
  await assert.rejects(call(posted(text, { authorization: 'Bearer wrong' }, pathSecret)), problem('unauthorized'));
  await assert.rejects(call(posted(text, { authorization: '' }, pathSecret)), problem('unauthorized'));
  await assert.rejects(call({ ...posted(text, {}, pathSecret), method: 'GET' }), problem('method-not-allowed'));
  await assert.rejects(open({ bearer }).call(posted(text, {}, 'extra')), problem('not-found'));
  assert.equal(hub.received.length, 0);
  assert.match(source.health().detail, /last call was refused/);
  assert.equal((await call(posted(text, {}, pathSecret))).status, 200);
});

test('takes a signed request by the id that was signed, and no other', async () => {
  const { hub, call } = open({ secret });
  const body = JSON.stringify({ id: 'unsigned', sender: 'A', text: 'b' });
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(clock.now() / 1000),
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(clock.now()), body),
  };
  await call(posted(body, headers));
  await call(posted(body, headers));
  assert.deepEqual(
    hub.received.map((inbound) => inbound.transportKey),
    ['msg_1'],
  );
  await assert.rejects(call(posted(`${body} `, headers)), problem('invalid-signature'));
  await assert.rejects(call(posted(body)), problem('invalid-signature'));
});

test('asks for at least one proof, and for one that the gateway can give', () => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [{}, /at least one of secret, pathSecret and bearer/],
    [{ secret: 'not base64!' }, /whsec_ and base64 of 24 to 64 bytes/],
    [{ secret: 'whsec_c2hvcnQ=' }, /24 to 64 bytes/],
    [{ format: 'bogkonstantin', secret: 'x' }, /cannot sign: use bearer or pathSecret/],
    [{ format: 'httpsms', secret: 'x', bearer }, /use pathSecret beside the secret/],
    [{ bearer: 'short' }, /at least 16 characters/],
    [{ pathSecret: 'needs/escaping/in/a/path' }, /only letters, digits/],
    [{ bearer, unknown: 1 }, /unknown/],
  ];
  for (const [settings, words] of cases) {
    const result = webhook.config.safeParse(settings);
    assert.equal(result.success, false);
    assert.match(JSON.stringify(result.error?.issues), words);
  }
});

test('says 503 and never 4xx when the store fails', async () => {
  const hub = createTestHub();
  hub.beforeReceive = () => Promise.reject(new KeypigeonError('invalid-request', 'inside'));
  await assert.rejects(open({ bearer }, hub).call(posted({ sender: 'A', text: 'b' })), problem('store-unavailable'));
});

test('says what is wrong with a request, and repeats nothing of it', async () => {
  const { call } = open({ bearer });
  const cases: [object | string, RegExp][] = [
    ['{"text": "482913"', /not JSON/],
    [{ text: '482913' }, /sender is missing/],
    [{ sender: 'A' }, /text is missing: expected it in "text" or "message" or "content" or "body"/],
    [['482913'], /Expected a JSON object/],
  ];
  for (const [body, words] of cases)
    await assert.rejects(call(posted(body)), (error) => {
      assert.ok(problem('invalid-request', words)(error), String(error));
      assert.doesNotMatch(String(error), /482913/);
      return true;
    });
});

const gateways: { format: string; body: object; again: (body: string) => string; expected: object; other?: object }[] =
  [
    {
      format: 'sms-forwarder',
      body: {
        from: '+15550100009',
        content: 'code 1',
        sim: 'SIM1_x',
        received: '2025-01-01T01:00:00+01:00',
        timestamp: '1735689600000',
      },
      again: (body) => body.replace('1735689600000', '1735689660000'),
      expected: { sender: '+15550100009', text: 'code 1', sentAt: 1_735_689_600_000 },
    },
    {
      format: 'android-sms-gateway',
      body: {
        event: 'sms:received',
        id: 'first',
        payload: {
          messageId: 'a80532bb',
          message: 'code 1',
          receivedAt: '2025-01-01T00:00:00.000+00:00',
          recipient: '+15550100002',
          sender: '+15550100009',
          simNumber: 1,
        },
      },
      again: (body) => body.replace('first', 'second'),
      expected: { sender: '+15550100009', text: 'code 1', to: '+15550100002', sentAt: 1_735_689_600_000 },
      other: { event: 'system:ping', payload: {} },
    },
    {
      format: 'httpsms',
      body: {
        type: 'message.phone.received',
        data: {
          message_id: 'first',
          owner: '+15550100002',
          encrypted: false,
          contact: '+15550100009',
          timestamp: '2025-01-01T00:00:00Z',
          content: 'code 1',
          sim: 'SIM1',
        },
      },
      again: (body) => body.replace('first', 'second'),
      expected: { sender: '+15550100009', text: 'code 1', to: '+15550100002', sentAt: 1_735_689_600_000 },
      other: { type: 'message.phone.sent', data: {} },
    },
    {
      format: 'textbee',
      body: {
        smsId: 'first',
        message: 'code 1',
        deviceId: 'd1',
        webhookEvent: 'MESSAGE_RECEIVED',
        idempotencyKey: 'k',
        sender: '+15550100009',
        receivedAt: '2025-01-01T00:00:00.000Z',
      },
      again: (body) => body.replace('first', 'second'),
      expected: { sender: '+15550100009', text: 'code 1', sentAt: 1_735_689_600_000 },
      other: { webhookEvent: 'MESSAGE_SENT' },
    },
    {
      format: 'bogkonstantin',
      body: { from: 'GitHub', text: 'code 1', sentStamp: 1735689600000, receivedStamp: 1735689601000, sim: 'sim1' },
      again: (body) => body.replace('1735689601000', '1735689602000'),
      expected: { sender: 'GitHub', text: 'code 1', sentAt: 1_735_689_600_000, sentAtIsNetworkTime: true },
    },
  ];

for (const { format, body, again, expected, other } of gateways) {
  test(`${format}: takes its texts, once each`, async () => {
    const { hub, call } = open({ format, bearer });
    const first = JSON.stringify(body);
    assert.notEqual(again(first), first);
    await call(posted(first));
    await call(posted(again(first)));
    assert.equal(hub.received.length, 1);
    const { transportKey, ...rest } = hub.received[0] ?? {};
    assert.match(String(transportKey), /^[\w-]{43}$/);
    assert.deepEqual(rest, expected);
    await call(posted(first.replace('code 1', 'code 2')));
    assert.equal(hub.received.length, 2);
    if (other !== undefined) assert.equal((await call(posted(other))).status, 200);
    assert.equal(hub.received.length, 2);
  });
}

test('bogkonstantin: takes stamps in quotes too', async () => {
  const { hub, call } = open({ format: 'bogkonstantin', bearer });
  await call(posted({ from: 'GitHub', text: 'x', sentStamp: '1735689600000', receivedStamp: '1', sim: 'undetected' }));
  assert.equal(hub.received[0]?.sentAt, 1_735_689_600_000);
});

test('httpSMS: says that it cannot read an encrypted text', async () => {
  const { call } = open({ format: 'httpsms', bearer });
  const data = {
    owner: '+15550100002',
    encrypted: true,
    contact: 'A',
    timestamp: '2025-01-01T00:00:00Z',
    content: 'x',
  };
  await assert.rejects(call(posted({ type: 'message.phone.received', data })), /turn encryption off/);
});

test('the settings of the recipes are valid', () => {
  const recipes = ['iphone-shortcut', 'android-gateways'].map((name) =>
    readFileSync(new URL(`../../docs/recipes/${name}.md`, import.meta.url), 'utf8'),
  );
  const blocks = recipes.join('\n').matchAll(/^```yaml\n(.*?)^```/gms);
  const sources = [...blocks].flatMap(([, block = '']) => {
    const value = parse(block.replaceAll(/\$\{\w+\}/g, 'c29tZS1zZWNyZXQtb2YtMjQtYnl0ZXMh'));
    return (Array.isArray(value) ? value : value.sources) as Record<string, unknown>[];
  });
  assert.equal(sources.length, 7);
  for (const { id: _id, kind, line: _line, ...settings } of sources) {
    assert.equal(kind, webhook.kind);
    webhook.config.parse(settings);
  }
});
