import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { json } from '../src/http/fixtures.ts';
import { nativeApi, type VerificationAnswer } from './helpers/native-api.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';
import { type SmsGateway, startSmsGateway } from './helpers/sms-gateway.ts';
import { type Credentials, until } from './helpers/twilio-hub.ts';
import { createSkippingClock, fictionNumber, setVerification } from './helpers/verify-hub.ts';

const codeOf = (text: string) => /\d{6}/.exec(text)?.[0] ?? '';
const workflow = [
  { channel: 'sms', timeoutSeconds: 20 },
  { channel: 'call', timeoutSeconds: 30 },
  { channel: 'email' },
];

describe('a workflow', () => {
  let served: ServedHub;
  let texts: SmsGateway;
  let calls: SmsGateway;
  let mails: SmsGateway;
  let call: ReturnType<typeof nativeApi>;
  const clock = createSkippingClock();

  before(async () => {
    [texts, calls, mails] = [
      await startSmsGateway('texts'),
      await startSmsGateway('calls'),
      await startSmsGateway('mails'),
    ];
    served = await serveHub(
      `
defaultRegion: US
publicUrl: https://codes.example.com
people: [{ id: ann, name: Ann }]
providers:
  - { id: texts, ${texts.settings} }
  - { id: calls, ${calls.settings}, channels: [call] }
  - { id: mails, ${mails.settings}, channels: [email] }
`,
      { clock },
    );
    const body = JSON.stringify({ name: 'Shop', owner: 'ann' });
    const response = await served.api('/apps', { method: 'POST', headers: json, body });
    const app = (await response.json()) as Credentials;
    const wide = { short: 1_000, long: 1_000 };
    const limits = { destination: wide, prefix: wide, app: wide, region: wide };
    await setVerification({ served } as Parameters<typeof setVerification>[0], app, { limits });
    call = nativeApi(served.url, app);
  });
  after(async () => {
    await served.close();
    await Promise.all([texts.close(), calls.close(), mails.close()]);
  });

  const begin = async (more: object = {}) => {
    const phone = fictionNumber();
    const email = `${phone.slice(1)}@example.com`;
    const { status, body } = await call('POST', '/verifications', { targets: { phone, email }, workflow, ...more });
    assert.equal(status, 201, JSON.stringify(body));
    return { phone, email, id: body.id };
  };
  const sent = (gateway: SmsGateway, to: string) => gateway.texts.filter((text) => text.to === to);
  const arrives = (gateway: SmsGateway, to: string) => until(() => sent(gateway, to)[0]?.text);
  const seen = async (id: string) => (await call('GET', `/verifications/${id}`)).body;
  const untilSeen = (id: string, fits: (answer: VerificationAnswer) => boolean) =>
    until(async () => {
      const answer = await seen(id);
      return fits(answer) ? answer : undefined;
    });
  const trailOf = async (id: string) => {
    type Trail = { trail: { event: string; detail: string | null }[] };
    const { body } = await call<Trail>('GET', `/verifications/${id}/trail`);
    return body.trail.map(({ event, detail }) => `${event}: ${detail}`);
  };

  it('goes on by itself where no report comes, with the same code, and says so in the trail', async () => {
    const { phone, email, id } = await begin();
    const code = codeOf(await arrives(texts, phone));
    clock.skip(19_000);
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(sent(calls, phone).length, 0);
    clock.skip(1_500);
    assert.equal(codeOf(await arrives(calls, phone)), code);
    clock.skip(31_000);
    assert.equal(codeOf(await arrives(mails, email)), code);
    const after = await untilSeen(id, ({ attempts }) => attempts.length === 3);
    assert.deepEqual([after.channel, after.strength, after.sendsLeft, after.checksLeft], ['email', 'none', 2, 5]);
    assert.deepEqual(await trailOf(id), [
      'created: sms',
      'fall-back: sms silent, call',
      'fall-back: call silent, email',
    ]);
    const { body } = await call('POST', `/verifications/${id}/check`, { code });
    assert.deepEqual([body.correct, body.strength], [true, 'none']);
    clock.skip(120_000);
    assert.deepEqual([sent(texts, phone).length, sent(calls, phone).length, sent(mails, email).length], [1, 1, 1]);
  });

  it('goes on at once where sending surely failed, and does not after a right code', async () => {
    texts.failNext({ status: 400 });
    const { phone, id } = await begin();
    const code = codeOf(await arrives(calls, phone));
    assert.deepEqual(await trailOf(id), ['created: sms', 'fall-back: sms failed, call']);
    const { body } = await call('POST', `/verifications/${id}/check`, { code });
    assert.deepEqual([body.correct, body.strength], [true, 'restricted']);
    clock.skip(60_000);
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal((await seen(id)).attempts.length, 2);
  });

  it('goes on after a restart', async () => {
    const { phone, id } = await begin();
    const code = codeOf(await arrives(texts, phone));
    await untilSeen(id, ({ attempts }) => attempts[0]?.state === 'sent');
    await served.restart(() => clock.skip(21_000));
    assert.equal(codeOf(await arrives(calls, phone)), code);
  });

  it('goes on at the wish of the app, not before the text had its time', async () => {
    const { phone, id } = await begin({ workflow: workflow.map((step) => ({ ...step, timeoutSeconds: 300 })) });
    await arrives(texts, phone);
    const soon = await call('POST', `/verifications/${id}/next`);
    assert.deepEqual([soon.status, soon.body.code], [429, 'too-soon']);
    clock.skip(61_000);
    const next = await call('POST', `/verifications/${id}/next`);
    assert.deepEqual([next.status, next.body.channel], [200, 'call']);
    await arrives(calls, phone);
    clock.skip(61_000);
    assert.equal((await call('POST', `/verifications/${id}/next`)).body.channel, 'email');
    clock.skip(121_000);
    const over = await call('POST', `/verifications/${id}/next`);
    assert.deepEqual([over.status, over.body.code], [409, 'workflow-at-end']);
    assert.equal(over.body.title, 'The workflow has no further step');
    assert.deepEqual(await trailOf(id), [
      'created: sms',
      'refused: too-soon',
      'resent: sms asked, call',
      'resent: call asked, email',
    ]);
  });

  it('begins with the first step that something serves, and may name it', async () => {
    const phone = fictionNumber();
    const steps = [{ channel: 'sms', via: 'nobody' }, { channel: 'sms', via: 'texts' }, { channel: 'call' }];
    const { body } = await call('POST', '/verifications', { to: phone, workflow: steps });
    assert.equal(body.status, 'pending');
    await arrives(texts, phone);
    const refused = await call('POST', '/verifications', { to: fictionNumber(), workflow: steps.slice(0, 1) });
    assert.deepEqual([refused.status, refused.body.code], [409, 'no-channel']);
  });
});

describe('an idempotency key', () => {
  let served: ServedHub;
  let texts: SmsGateway;
  let call: ReturnType<typeof nativeApi>;
  const clock = createSkippingClock();
  before(async () => {
    texts = await startSmsGateway('texts');
    served = await serveHub(
      `
defaultRegion: US
publicUrl: https://codes.example.com
people: [{ id: ann, name: Ann }]
providers: [{ id: texts, ${texts.settings} }]
`,
      { clock },
    );
    const body = JSON.stringify({ name: 'Shop', owner: 'ann' });
    const response = await served.api('/apps', { method: 'POST', headers: json, body });
    call = nativeApi(served.url, (await response.json()) as Credentials);
  });
  after(async () => {
    await served.close();
    await texts.close();
  });

  const start = (to: string, key: string) => call('POST', '/verifications', { to }, { 'idempotency-key': key });

  it('gets the same verification, and nothing is sent twice', async () => {
    const to = fictionNumber();
    const answers = await Promise.all(Array.from({ length: 8 }, () => start(to, 'one')));
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    clock.skip(3_600_000);
    const late = await start(to, 'one');
    assert.deepEqual([late.status, late.body.id, late.body.status], [200, answers[0]?.body.id, 'expired']);
    assert.equal(texts.texts.filter((text) => text.to === to).length, 1);
  });

  it('is refused for something else', async () => {
    const [one, other] = await Promise.all([start(fictionNumber(), 'two'), start(fictionNumber(), 'two')]);
    const [first, second] = one.status === 201 ? [one, other] : [other, one];
    assert.equal(first.status, 201);
    assert.deepEqual([second.status, second.body.code], [422, 'key-reused']);
    clock.skip(25 * 3_600_000);
    await served.hub.sweep();
    assert.equal((await start(fictionNumber(), 'two')).status, 201);
  });

  it('is not used up by a refusal', async () => {
    const to = fictionNumber();
    await start(to, 'three');
    clock.skip(5_000);
    const refused = await start(to, 'four');
    assert.deepEqual([refused.status, refused.body.code], [429, 'too-soon']);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    clock.skip(31_000);
    assert.equal((await start(to, 'four')).status, 200);
    await until(() => (texts.texts.filter((text) => text.to === to).length === 2 ? true : undefined));
  });
});
