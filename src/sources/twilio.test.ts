import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { eventually } from '../../test/helpers/eventually.ts';
import { type FakeTwilio, startFakeTwilio } from '../../test/helpers/fake-twilio.ts';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { createTestHub, hookRequest, type TestHub } from '../../test/helpers/source-context.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { createHttpClient, type HttpClient } from '../support/http-client.ts';
import type { HookReply, Source } from './source.ts';
import { twilio } from './twilio.ts';

let fake: FakeTwilio;
let client: HttpClient;
const clock = createManualClock(Date.parse('2026-03-01T12:00:00Z'));
const opened: Source[] = [];
const account = 'AC00000000000000000000000000000000';
const form = 'application/x-www-form-urlencoded';

before(() => {
  client = createHttpClient({ connections: 4 });
});
beforeEach(async () => {
  fake = await startFakeTwilio();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((source) => source.close()));
  await fake.close();
});
after(() => client.close());

function open(hub: TestHub, settings: Record<string, unknown> = {}): Source {
  const config = { accountSid: fake.accountSid, authToken: fake.authToken, apiBaseUrl: fake.url, ...settings };
  const source = twilio.open(twilio.config.parse(config), { ...hub.context, request: client.request, clock });
  opened.push(source);
  return source;
}

function handle(source: Source, request: Parameters<NonNullable<Source['handle']>>[0]): Promise<HookReply> {
  assert.ok(source.handle);
  return source.handle(request);
}

/** A webhook as Twilio signs it, by Twilio's own library. */
function signedForm(parameters: Record<string, string>, authToken = fake.authToken) {
  const all = {
    AccountSid: account,
    MessageSid: `SM${'0'.repeat(32)}`,
    From: '+15550100009',
    To: '+15550100002',
    ...parameters,
  };
  const url = 'https://hub.example.org/hooks/twilio';
  const signature = webhooks.getExpectedTwilioSignature(authToken, url, all);
  return hookRequest('/hooks/twilio', {
    headers: { 'Content-Type': form, 'X-Twilio-Signature': signature },
    body: new URLSearchParams(all).toString(),
  });
}

function problem(code: string) {
  return (error: unknown) => error instanceof KeypigeonError && error.code === code;
}

test('takes the sample of a form that Twilio signed', async () => {
  const hub = createTestHub();
  const source = open(hub, { authToken: 'tok' });
  const reply = await handle(
    source,
    hookRequest('/in/twilio?src=a', {
      headers: { 'Content-Type': form, 'X-Twilio-Signature': '6tmPL4ei450a91seg2FEJIvGQKc=' },
      body: 'ToCountry=US&SmsMessageSid=SM00000000000000000000000000000001&NumMedia=0&SmsSid=SM00000000000000000000000000000001&SmsStatus=received&Body=Your+code+is+482913+%C3%A9%F0%9F%98%80&To=%2B14155551212&NumSegments=1&MessageSid=SM00000000000000000000000000000001&AccountSid=AC00000000000000000000000000000000&From=%2B15005550006&ApiVersion=2010-04-01',
    }),
  );
  assert.deepEqual(reply, {
    status: 200,
    contentType: 'text/xml',
    body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
  });
  assert.deepEqual(hub.received, [
    {
      transportKey: 'SM00000000000000000000000000000001',
      sender: '+15005550006',
      to: '+14155551212',
      text: 'Your code is 482913 é😀',
    },
  ]);
});

test('knows the sample of JSON as genuine, and says that it is no text', async () => {
  const source = open(createTestHub(), { authToken: 'tok' });
  const sample = (body: string) =>
    hookRequest('/in/tw?bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862', {
      headers: { 'Content-Type': 'application/json', 'X-Twilio-Signature': 'HVP8wXsSfSboHzDhHbza3k2z8C0=' },
      body,
    });
  await assert.rejects(handle(source, sample('{"a":1}')), /another Twilio account/);
  await assert.rejects(handle(source, sample('{"a":2}')), /does not match/);
});

test('takes JSON and GET', async () => {
  const hub = createTestHub();
  const source = open(hub);
  const fields = {
    AccountSid: account,
    MessageSid: 'SMjson',
    From: '+15550100009',
    To: '+15550100002',
    Body: 'code 1234',
  };
  const body = JSON.stringify(fields);
  const hashed = `/hooks/twilio?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
  const sign = (target: string) =>
    webhooks.getExpectedTwilioSignature(fake.authToken, `https://hub.example.org${target}`, {});
  const headers = { 'Content-Type': 'application/json', 'X-Twilio-Signature': sign(hashed) };
  assert.equal((await handle(source, hookRequest(hashed, { headers, body }))).status, 200);
  const get = `/hooks/twilio?${new URLSearchParams({ ...fields, MessageSid: 'SMget' })}`;
  const reply = await handle(source, hookRequest(get, { method: 'GET', headers: { 'X-Twilio-Signature': sign(get) } }));
  assert.equal(reply.status, 200);
  assert.deepEqual(
    hub.received.map((inbound) => [inbound.transportKey, inbound.text]),
    [
      ['SMjson', 'code 1234'],
      ['SMget', 'code 1234'],
    ],
  );
});

test('answers only when the text is stored', async () => {
  const hub = createTestHub();
  const source = open(hub);
  const stored = Promise.withResolvers<void>();
  hub.beforeReceive = () => stored.promise;
  let answered = false;
  const reply = handle(source, signedForm({ Body: 'x' })).then(() => {
    answered = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(answered, false);
  stored.resolve();
  await reply;
});

test('answers a repeated webhook, and makes no second message of it', async () => {
  const hub = createTestHub();
  const source = open(hub);
  for (let i = 0; i < 2; i += 1) assert.equal((await handle(source, signedForm({ Body: 'x' }))).status, 200);
  assert.equal(hub.received.length, 1);
});

test('says 503 and never 4xx when the store fails', async () => {
  const hub = createTestHub();
  const source = open(hub);
  for (const failure of [new Error('disk full'), new KeypigeonError('invalid-request', 'inside')]) {
    hub.beforeReceive = () => Promise.reject(failure);
    await assert.rejects(handle(source, signedForm({})), problem('store-unavailable'));
  }
  hub.beforeReceive = () => Promise.reject(new KeypigeonError('shutting-down', 'later'));
  await assert.rejects(handle(source, signedForm({})), problem('shutting-down'));
});

test('refuses what Twilio did not sign', async () => {
  const hub = createTestHub();
  const source = open(hub);
  const genuine = signedForm({ Body: 'x' });
  const cases = {
    'wrong token': signedForm({ Body: 'x' }, 'other'),
    'no signature': { ...genuine, headers: { 'content-type': form } },
    'changed body': { ...genuine, rawBody: Buffer.from(genuine.rawBody.toString().replace('Body=x', 'Body=y')) },
    'other path': { ...genuine, target: '/hooks/other' },
    'other account': signedForm({ AccountSid: `${account.slice(0, -1)}1` }),
    // The signature of a GET covers only the address: the words of a body must not ride on it.
    'body beside a signed address': {
      ...hookRequest('/hooks/twilio', { body: JSON.stringify({ AccountSid: account, MessageSid: 'SM1', From: 'x' }) }),
      headers: {
        'content-type': 'application/json',
        'x-twilio-signature': webhooks.getExpectedTwilioSignature(
          fake.authToken,
          'https://hub.example.org/hooks/twilio',
          {},
        ),
      },
    },
  };
  for (const [name, request] of Object.entries(cases))
    await assert.rejects(handle(source, request), problem('invalid-signature'), name);
  assert.equal(hub.received.length, 0);
  assert.match(source.health().detail, /last webhook was refused/);
});

test('says what is missing in a genuine webhook', async () => {
  const source = open(createTestHub());
  await assert.rejects(handle(source, signedForm({ From: '' })), /Expected the parameter From/);
  await assert.rejects(handle(source, signedForm({ MessageSid: '' })), /Expected the parameter MessageSid/);
  await assert.rejects(handle(source, { ...signedForm({}), secretPath: 'x' }), problem('not-found'));
});

test('takes a picture message without words', async () => {
  const hub = createTestHub();
  await handle(open(hub), signedForm({ NumMedia: '1', MediaUrl0: 'https://api.twilio.com/x' }));
  assert.equal(hub.received[0]?.text, '');
});

test('answers the report of a sent text, and takes no message from it', async () => {
  const hub = createTestHub();
  const reply = await handle(open(hub), signedForm({ SmsStatus: 'delivered', MessageStatus: 'delivered' }));
  assert.equal(reply.status, 200);
  assert.equal(hub.received.length, 0);
});

test('without publicUrl it refuses webhooks as its own fault, says so, and still reads the list', async () => {
  const hub = createTestHub({ publicUrl: undefined });
  const source = open(hub);
  await assert.rejects(
    handle(source, signedForm({})),
    (error) => error instanceof KeypigeonError && error.status === 503 && /publicUrl/.test(error.message),
  );
  fake.add({ at: clock.now() + 5_000 });
  await source.start();
  await eventually(() => source.health().state === 'degraded', 'health');
  assert.match(source.health().detail, /set publicUrl/);
  assert.equal(hub.received.length, 1);
});

test('on its very first run, what is at Twilio is backlog, and what comes after is not', async () => {
  const hub = createTestHub();
  fake.add({ at: clock.now() - 86_400_000 });
  fake.add({ at: clock.now() - 1_000, direction: 'outbound-api', status: 'sent' });
  fake.add({ at: clock.now() - 2_000, body: '' });
  fake.add({ at: clock.now() - 3_000, to: '+15550100005' });
  fake.add({ at: clock.now() + 1_000 });
  const source = open(hub);
  await source.start();
  await eventually(() => source.health().state === 'ok', 'first pass');
  assert.deepEqual(
    hub.received.map(({ sentAt, backlog }) => [sentAt, backlog]),
    [
      [clock.now() - 86_400_000, true],
      [clock.now() + 1_000, undefined],
    ],
  );
  assert.deepEqual(hub.received[0], {
    transportKey: `SM${'1'.padStart(32, '0')}`,
    sender: '+15550100009',
    to: '+15550100002',
    text: 'Your code is 100001',
    sentAt: clock.now() - 86_400_000,
    backlog: true,
  });
});

test('a first run that did not finish does not make backlog of what came since', async () => {
  const hub = createTestHub();
  fake.intercept = (_request, response) => Boolean(response.writeHead(500).end());
  const first = open(hub);
  await first.start();
  await eventually(() => first.health().state === 'degraded', 'degraded');
  await first.close();
  clock.advance(600_000);
  fake.intercept = () => false;
  fake.add({ at: clock.now() - 60_000 });
  const second = open(hub);
  await second.start();
  await eventually(() => hub.received.length === 1, 'text');
  assert.equal(hub.received[0]?.backlog, undefined);
});

test('after an outage it hands in what came meanwhile, oldest first, through all pages', async () => {
  const hub = createTestHub();
  hub.memory.value = { backlogUntil: 0, caughtUpTo: clock.now() - 3_600_000 };
  for (let i = 0; i < 120; i += 1) fake.add({ at: clock.now() - 3_000_000 + i * 1000 });
  const source = open(hub);
  await source.start();
  await eventually(() => source.health().state === 'ok', 'first pass');
  assert.deepEqual(
    hub.received.map((inbound) => inbound.transportKey),
    fake.messages.map((message) => message.sid),
  );
  assert.ok(hub.received.every((inbound) => inbound.backlog === undefined));
  assert.equal(fake.requests.length, 3);
  assert.match(fake.requests[0]?.line ?? '', /To=%2B15550100002&DateSent%3E=2026-0/);
});

test('stops paging where it had caught up, and asks again every minute', async () => {
  const hub = createTestHub();
  hub.memory.value = { backlogUntil: 0, caughtUpTo: clock.now() };
  for (let i = 0; i < 120; i += 1) fake.add({ at: clock.now() - 3_600_000 + i * 1000 });
  const source = open(hub);
  await source.start();
  await eventually(() => hub.memory.saves === 1, 'first pass');
  assert.equal(fake.requests.length, 1);
  fake.add({ at: clock.now() });
  clock.advance(59_000);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(fake.requests.length, 1);
  clock.advance(1_000);
  await eventually(() => hub.memory.saves === 2, 'second pass');
  assert.equal(hub.received.at(-1)?.text, 'Your code is 100121');
  assert.equal(fake.requests.length, 2);
});

test('a text that came by webhook is not handed in again from the list', async () => {
  const hub = createTestHub();
  let calls = 0;
  hub.beforeReceive = () => {
    calls += 1;
  };
  const source = open(hub);
  await handle(source, signedForm({ MessageSid: `SM${'1'.padStart(32, '0')}` }));
  fake.add({ at: clock.now() });
  await source.start();
  await eventually(() => source.health().state === 'ok', 'first pass');
  assert.equal(calls, 1);
});

test('does not count as caught up what the store did not take', async () => {
  const hub = createTestHub();
  hub.memory.value = { backlogUntil: 0, caughtUpTo: clock.now() };
  fake.add({ at: clock.now() });
  hub.beforeReceive = () => Promise.reject(new Error('disk full'));
  const source = open(hub);
  await source.start();
  await eventually(() => source.health().state === 'degraded', 'degraded');
  assert.equal(hub.memory.saves, 0);
  hub.beforeReceive = () => {};
  clock.advance(60_000);
  await eventually(() => hub.received.length === 1, 'text');
});

test('says in health what is wrong with Twilio', async () => {
  const source = open(createTestHub(), { authToken: 'wrong' });
  await source.start();
  await eventually(() => source.health().state === 'failing', 'failing');
  assert.match(source.health().detail, /refuses the credentials: check accountSid and authToken/);
  const away = open(createTestHub(), { apiBaseUrl: 'http://127.0.0.1:1' });
  await away.start();
  await eventually(() => away.health().state === 'degraded', 'degraded');
  assert.match(away.health().detail, /could not be reached \(ECONNREFUSED\)/);
});

test('erases at Twilio what has expired here, and leaves alone what it may not', async () => {
  const hub = createTestHub();
  hub.memory.value = { backlogUntil: 0, caughtUpTo: clock.now() };
  const texts = [0, 1, 2].map(() => fake.add({ at: clock.now() }));
  hub.expired = [texts[0]?.sid ?? '', texts[1]?.sid ?? '', 'SMgone'];
  fake.intercept = (request, response) =>
    Boolean(request.url?.includes(texts[1]?.sid ?? '-') && response.writeHead(400).end('{"code":20009}'));
  const source = open(hub);
  await source.start();
  await eventually(() => hub.erased.length === 2, 'erased');
  assert.deepEqual(hub.erased.toSorted(), [texts[0]?.sid, 'SMgone'].toSorted());
  assert.deepEqual(
    texts.map((text) => text.body !== ''),
    [false, true, true],
  );
  const asked = () => fake.requests.filter(({ line }) => line.startsWith('POST')).length;
  assert.equal(asked(), 3);
  clock.advance(60_000);
  await eventually(() => hub.memory.saves === 2, 'second pass');
  assert.equal(asked(), 3);
});

test('says when it cannot erase, and tries again', async () => {
  const hub = createTestHub();
  hub.expired = [fake.add({ at: clock.now() }).sid];
  fake.intercept = (request, response) => Boolean(request.method === 'POST' && response.writeHead(503).end());
  const source = open(hub);
  await source.start();
  await eventually(() => source.health().state === 'degraded', 'degraded');
  assert.match(source.health().detail, /Expired texts are not erased at Twilio: Twilio answered 503/);
  fake.intercept = () => false;
  clock.advance(60_000);
  await eventually(() => hub.erased.length === 1, 'erased');
});

test('erases nothing when it is told not to', async () => {
  const hub = createTestHub();
  hub.expired = [fake.add({ at: clock.now() }).sid];
  const source = open(hub, { eraseAtProvider: false });
  await source.start();
  await eventually(() => source.health().state === 'ok', 'first pass');
  assert.deepEqual(hub.erased, []);
  assert.notEqual(fake.messages[0]?.body, '');
});

test('sends its credentials nowhere but to the configured address', async () => {
  fake.intercept = (_request, response) => {
    response.end('{"messages":[],"next_page_uri":"https://evil.example/x"}');
    return true;
  };
  const source = open(createTestHub());
  await source.start();
  await eventually(() => source.health().state === 'ok', 'first pass');
  assert.equal(fake.requests.length, 1);
});

test('tells when Twilio answered last, and nothing of a SIM', async () => {
  const often = open(createTestHub());
  await often.start();
  await eventually(() => often.status?.().seenAt === clock.now(), "Twilio's list is read");
  assert.equal(often.status?.().operator, 'Twilio');
  assert.equal(often.status?.().registration, null);
  const seldom = open(createTestHub(), { catchUpSeconds: 3600 });
  await seldom.start();
  await eventually(() => seldom.health().state === 'ok', "Twilio's list is read");
  assert.equal(seldom.status?.().seenAt, null);
});
