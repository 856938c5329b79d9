import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { eventually } from '../../test/helpers/eventually.ts';
import { type FakeTwilio, startFakeTwilio } from '../../test/helpers/fake-twilio.ts';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { createTestHub } from '../../test/helpers/source-context.ts';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { createHttpClient, type HttpClient } from '../support/http-client.ts';
import type { TextSender } from './source.ts';
import { twilio } from './twilio.ts';

let fake: FakeTwilio;
let client: HttpClient;
const text = { to: '+15550100003', text: 'GitHub: “482913”' };
const never = new AbortController().signal;
const callback = 'https://hub.example.org/hooks/under-test';

before(() => {
  client = createHttpClient({ connections: 1 });
});
beforeEach(async () => {
  fake = await startFakeTwilio();
});
afterEach(() => fake.close());
after(() => client.close());

function createSender(settings: Record<string, unknown> = {}, number: string | null = '+15550100002'): TextSender {
  const hub = createTestHub({
    request: client.request,
    line: { id: 'office', number, ownerId: 'ann', unmatched: null },
  });
  const config = { accountSid: fake.accountSid, authToken: fake.authToken, apiBaseUrl: fake.url, ...settings };
  const { sender } = twilio.open(twilio.config.parse(config), hub.context);
  assert.ok(sender);
  return sender;
}

function answering(status: number, body: object | string, headers: Record<string, string> = {}): void {
  fake.intercept = (_request, response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    return true;
  };
}

test('sends from the number asked for, the one set, the messaging service, or that of the line', async () => {
  const service = { messagingServiceSid: 'MG00000000000000000000000000000000' };
  const { receipt } = await createSender().send(text, never);
  assert.equal(receipt, fake.messages[0]?.sid);
  await createSender({ ...service, from: 'KEYPIGEON' }).send(text, never);
  await createSender(service, null).send(text, never);
  await createSender({ ...service, from: 'KEYPIGEON' }).send({ ...text, from: '+15550100007' }, never);
  assert.deepEqual(
    fake.requests.map(({ form }) => Object.fromEntries(form)),
    [
      { To: text.to, Body: text.text, From: '+15550100002', StatusCallback: callback },
      { To: text.to, Body: text.text, From: 'KEYPIGEON', StatusCallback: callback },
      { To: text.to, Body: text.text, MessagingServiceSid: service.messagingServiceSid, StatusCallback: callback },
      { To: text.to, Body: text.text, From: '+15550100007', StatusCallback: callback },
    ],
  );
  await assert.rejects(createSender({}, null).send(text, never), PermanentDeliveryError);
});

test('comes again when Twilio is busy, after the time it names', async () => {
  answering(429, { code: 20429, message: 'Too many requests' }, { 'retry-after': '7' });
  await assert.rejects(
    createSender().send(text, never),
    (error) => error instanceof TemporaryDeliveryError && error.retryAfterMs === 7_000,
  );
  for (const [status, body] of [
    [503, { code: 20503 }],
    [400, { code: 21611 }],
  ] as const) {
    answering(status, body);
    await assert.rejects(createSender().send(text, never), TemporaryDeliveryError, String(status));
  }
});

test('gives up for good with plain words, and repeats neither number nor text', async () => {
  const cases: [number, RegExp][] = [
    [20003, /check accountSid and authToken/],
    [21211, /not a phone number/],
    [21408, /Geo permissions/],
    [21608, /trial account of Twilio.*verified in its console/],
    [21610, /answered STOP/],
    [21614, /not a mobile number/],
    [63038, /today/],
    [99999, /error 99999.*twilio.com\/docs/],
  ];
  for (const [code, words] of cases) {
    answering(code === 63038 ? 429 : 400, { code, message: `The number ${text.to} and ${text.text}` });
    await assert.rejects(createSender().send(text, never), (error) => {
      assert.ok(error instanceof PermanentDeliveryError, String(code));
      assert.match(error.message, words);
      assert.doesNotMatch(`${error.message} ${error.cause}`, /5550100003|482913/);
      return true;
    });
  }
});

test('an outcome that nobody can know is unknown', async () => {
  for (const [status, body] of [
    [502, '<html>Bad gateway</html>'],
    [503, 'no healthy upstream'],
    [500, { code: 20500 }],
  ] as const) {
    answering(status, body);
    await assert.rejects(createSender().send(text, never), UnknownOutcomeError, String(status));
  }
  answering(201, 'not JSON');
  await assert.rejects(createSender().send(text, never), UnknownOutcomeError);
  const reached = Promise.withResolvers<void>();
  fake.intercept = () => {
    reached.resolve();
    return true;
  };
  const attempt = new AbortController();
  const sending = createSender().send(text, attempt.signal);
  sending.catch(() => {});
  await reached.promise;
  attempt.abort(new Error('10 s are over'));
  await assert.rejects(sending, UnknownOutcomeError);
  fake.intercept = (request) => Boolean(request.socket.destroy());
  await assert.rejects(createSender().send(text, never), UnknownOutcomeError);
});

test('what surely did not leave is tried again', async () => {
  const sender = createSender();
  await fake.close();
  await assert.rejects(sender.send(text, never), TemporaryDeliveryError);
  await assert.rejects(sender.send(text, AbortSignal.abort(new Error('over'))), TemporaryDeliveryError);
});

test('finds a text that left, by its words, and only since then', async () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  const outbound = { direction: 'outbound-api', status: 'queued', to: text.to, date_sent: null } as const;
  const sender = createSender();
  assert.equal(await sender.find(text, now, never), 'not sent');
  fake.add({ ...outbound, at: now - 60_000, body: text.text });
  fake.add({ ...outbound, at: now, body: text.text, to: '+15550100004' });
  fake.add({ ...outbound, at: now, body: 'GitHub: 482914' });
  fake.add({ ...outbound, at: now, body: text.text, status: 'failed' });
  fake.add({ ...outbound, at: now, body: text.text, direction: 'inbound' });
  assert.equal(await sender.find(text, now, never), 'not sent');
  // Twilio straightens quotes and puts a trial account's words first.
  const left = fake.add({
    ...outbound,
    at: now + 1_000,
    body: 'Sent from your Twilio trial account - GitHub: "482913"',
  });
  assert.deepEqual(await sender.find(text, now, never), { receipt: left.sid });
  left.body = '';
  assert.equal(await sender.find(text, now, never), null);
});

test('looks through several pages, and does not guess beyond', async () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  const outbound = { direction: 'outbound-api', status: 'sent', to: text.to, body: 'other' } as const;
  const left = fake.add({ ...outbound, at: now, body: text.text });
  for (let i = 0; i < 150; i += 1) fake.add({ ...outbound, at: now + 1_000 });
  assert.deepEqual(await createSender().find(text, now, never), { receipt: left.sid });
  for (let i = 0; i < 400; i += 1) fake.add({ ...outbound, at: now + 1_000 });
  assert.equal(await createSender().find(text, now, never), null);
});

test('says that it could not ask', async () => {
  answering(500, '');
  await assert.rejects(createSender().find(text, 0, never), TemporaryDeliveryError);
});

for (const how of ['no public address is known', 'Twilio refuses the address'] as const) {
  test(`asks a few times what became of a text where ${how}`, async () => {
    const clock = createManualClock(Date.UTC(2027, 0, 15));
    const publicUrl = how === 'no public address is known' ? undefined : 'https://hub.example.org';
    const hub = createTestHub({ request: client.request, clock, publicUrl });
    const config = { accountSid: fake.accountSid, authToken: fake.authToken, apiBaseUrl: fake.url };
    const source = twilio.open(twilio.config.parse(config), hub.context);
    fake.intercept = (_request, response, form) => {
      if (!form.has('StatusCallback')) return false;
      response.writeHead(400).end(JSON.stringify({ code: 21609 }));
      return true;
    };
    const { receipt } = (await source.sender?.send(text, never)) ?? {};
    const looks = () =>
      fake.requests.filter(({ line }) => line.startsWith('GET') && line.includes(receipt ?? '')).length;
    clock.advance(5_000);
    await eventually(() => looks() === 1, 'the first look');
    const [message] = fake.messages;
    assert.ok(message);
    message.status = 'delivered';
    await eventually(() => {
      clock.advance(1_000);
      return hub.reports.length === 1;
    }, 'the report');
    assert.deepEqual(
      hub.reports.map(({ receipt, state }) => ({ receipt, state })),
      [{ receipt, state: 'delivered' }],
    );
    clock.advance(600_000);
    await source.close();
    assert.equal(looks(), 2);
  });
}
