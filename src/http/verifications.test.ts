import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readEventStream } from '../../test/helpers/event-reader.ts';
import { nativeApi } from '../../test/helpers/native-api.ts';
import { basic, type Credentials } from '../../test/helpers/twilio-hub.ts';
import {
  fictionNumber,
  serveVerifyHub,
  setVerification,
  type VerifyHub,
  wrong,
} from '../../test/helpers/verify-hub.ts';

const second = 1_000;
const minute = 60 * second;

describe('verifications by our own API', () => {
  let hub: VerifyHub;
  let app: Credentials & { keySid: string; keySecret: string };
  let call: ReturnType<typeof nativeApi>;
  before(async () => {
    hub = await serveVerifyHub();
    app = (await hub.makeApp({ name: 'Shop', lines: ['office'] })) as typeof app;
    await setVerification(hub, app, {});
    call = nativeApi(hub.served.url, app);
  });
  after(() => hub.close());

  const start = (body: object) => call('POST', '/verifications', body);
  const check = (id: string, body: object) => call('POST', `/verifications/${id}/check`, body);

  it('sends a code and says whether what was typed is it', async () => {
    const to = fictionNumber();
    const { status, body } = await start({ to, client: { ip: '192.0.2.7' } });
    assert.equal(status, 201);
    assert.deepEqual(
      [body.status, body.channel, body.strength, body.checksLeft, body.sendsLeft],
      ['pending', 'sms', 'restricted', 5, 4],
    );
    assert.equal(body.to, `+1…${to.slice(-2)}`);
    assert.ok(!JSON.stringify(body).includes(to));
    assert.equal(Date.parse(body.next.callAt ?? '') - Date.parse(body.next.smsAt ?? ''), 30 * second);
    assert.equal(body.next.emailAt, null);
    const code = await hub.codeFor(to);
    const refused = await check(body.id, { code: wrong(code) });
    assert.deepEqual([refused.status, refused.body.correct, refused.body.checksLeft], [200, false, 4]);
    const approved = await check(body.id, { code: ` ${code.slice(0, 3)}-${code.slice(3)}` });
    assert.deepEqual([approved.body.correct, approved.body.status], [true, 'approved']);
    assert.deepEqual(Object.values(approved.body.next), [null, null, null, null]);
    assert.equal((await check(body.id, { code })).status, 404);
    const seen = await call('GET', `/verifications/${body.id}`);
    assert.equal(seen.body.status, 'approved');
    assert.deepEqual(
      seen.body.attempts.map(({ channel, by, state }) => [channel, by, state]),
      [['sms', 'line', 'sent']],
    );
  });

  it('takes what people type as a number, and says in one line what is wrong with it', async () => {
    const to = fictionNumber();
    const typed = `1.${to.slice(2, 5)}.${to.slice(5, 8)}.${to.slice(8)}`;
    assert.equal((await start({ to: typed })).status, 201);
    await hub.codeFor(to);
    const refused = await start({ to: '12' });
    assert.deepEqual([refused.status, refused.body.code], [422, 'not-an-address']);
    assert.match(refused.body.detail ?? '', /a national one of US\.$/);
    const abroad = await start({ to: '+447700900123' });
    assert.deepEqual([abroad.status, abroad.body.code], [403, 'region-denied']);
    const mail = await start({ to: 'ann@example.com' });
    assert.deepEqual([mail.status, mail.body.code], [409, 'no-channel']);
  });

  it('knows an app by its key and by a token alone, and nobody else', async () => {
    const get = async (authorization: string) =>
      (await fetch(`${hub.served.url}/api/v1/verifications`, { headers: { authorization } })).status;
    const encoded = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    assert.equal(await get(encoded(`${app.keySid}:${app.keySecret}`)), 200);
    assert.equal(await get(`Bearer ${app.authToken}`), 200);
    assert.equal(await get(`Bearer ${app.keySecret}`), 200);
    for (const wrong of ['', `Bearer ${hub.served.token}`, encoded(`${app.keySid}:${app.authToken}`), 'Bearer x'])
      assert.equal(await get(wrong), 401);
    const refused = await fetch(`${hub.served.url}/api/v1/verifications`);
    assert.equal(refused.headers.get('www-authenticate'), 'Basic realm="Keypigeon", Bearer');
  });

  it('says with every 429 when to come again', async () => {
    const to = fictionNumber();
    const { body } = await start({ to });
    const code = await hub.codeFor(to);
    assert.equal((await call('POST', `/verifications/${body.id}/resend`)).status, 200, 'a double click');
    hub.skip(4 * second);
    const soon = await call('POST', `/verifications/${body.id}/resend`);
    assert.deepEqual([soon.status, soon.body.code], [429, 'too-soon']);
    const wait = Number(soon.headers.get('retry-after'));
    assert.ok(wait > 20 && wait <= 26);
    assert.equal((await call('POST', `/verifications/${body.id}/resend`, { channel: 'call' })).body.code, 'no-channel');
    for (const [index, gap] of [30, 60, 120, 300].entries()) {
      hub.skip(gap * second);
      const again = await call('POST', `/verifications/${body.id}/resend`);
      assert.deepEqual([again.status, again.body.sendsLeft], [200, 3 - index]);
      assert.equal(await hub.codeFor(to, index + 2), code);
    }
    hub.skip(30 * second);
    assert.equal((await call('POST', `/verifications/${body.id}/resend`)).body.code, 'max-sends');
    for (let tries = 0; tries < 5; tries += 1) assert.equal((await check(body.id, { code: wrong(code) })).status, 200);
    const over = await check(body.id, { code });
    assert.deepEqual([over.status, over.body.code], [429, 'max-checks']);
    assert.ok(Number(over.headers.get('retry-after')) > 0);
  });

  it('resends nothing of one that is over', async () => {
    const to = fictionNumber();
    const { body } = await start({ to });
    await hub.codeFor(to);
    hub.skip(11 * minute);
    assert.equal((await call('POST', `/verifications/${body.id}/resend`)).status, 404);
    assert.equal((await call('GET', `/verifications/${body.id}`)).body.status, 'expired');
    const canceled = await start({ to });
    assert.equal((await call('POST', `/verifications/${canceled.body.id}/cancel`)).body.status, 'canceled');
    assert.equal((await call('POST', `/verifications/${canceled.body.id}/resend`)).status, 404);
    assert.equal((await call('POST', `/verifications/${canceled.body.id}/cancel`)).status, 404);
    hub.skip(31 * second);
    const approved = await start({ to });
    assert.equal((await call('POST', `/verifications/${approved.body.id}/approve`)).body.status, 'approved');
  });

  it('binds a code to its purpose, payment and session', async () => {
    const to = fictionNumber();
    const payment = { amount: '12.00 EUR', payee: 'Shop' };
    const one = await start({ to, purpose: 'transaction', payment, binding: 'tab-1' });
    const code = await hub.codeFor(to);
    const right = { code, payment, binding: 'tab-1' };
    assert.equal((await check(one.body.id, { ...right, binding: 'tab-2' })).status, 404);
    assert.equal((await check(one.body.id, { code, payment })).status, 404);
    const other = { ...payment, amount: '1200.00 EUR' };
    assert.equal((await check(one.body.id, { ...right, payment: other })).body.correct, false);
    const login = await start({ to });
    assert.notEqual(login.body.id, one.body.id);
    const second = await hub.codeFor(to, 2);
    if (second !== code) assert.equal((await check(login.body.id, { code })).body.correct, false);
    assert.equal((await check(login.body.id, { code: second })).body.correct, true);
    assert.equal((await check(one.body.id, right)).body.correct, true);
  });

  it('keeps two people on one phone apart', async () => {
    const to = fictionNumber();
    const ann = await start({ to, subject: 'Ann' });
    const first = await hub.codeFor(to);
    const ben = await start({ to, subject: 'Ben' });
    const second = await hub.codeFor(to, 2);
    assert.notEqual(ann.body.id, ben.body.id);
    for (let tries = 0; tries < 5; tries += 1) await check(ann.body.id, { code: wrong(first) });
    assert.equal((await check(ann.body.id, { code: first })).status, 429);
    assert.equal((await check(ben.body.id, { code: second })).body.correct, true);
    const texts = hub.provider.sent().filter((sent) => sent.to === to);
    assert.match(texts[1]?.body ?? '', /for Ben/);
  });

  it('shows nothing of another app', async () => {
    const to = fictionNumber();
    const { body } = await start({ to });
    const code = await hub.codeFor(to);
    const other = nativeApi(hub.served.url, await hub.makeApp({ name: 'other', lines: ['office'] }));
    for (const [method, path, given] of [
      ['GET', '', undefined],
      ['GET', '/trail', undefined],
      ['POST', '/check', { code }],
      ['POST', '/resend', undefined],
      ['POST', '/cancel', undefined],
      ['POST', '/approve', undefined],
    ] as const)
      assert.equal((await other(method, `/verifications/${body.id}${path}`, given)).status, 404, path);
    const listed = await other<{ verifications: object[] }>('GET', '/verifications');
    assert.deepEqual(listed.body.verifications, []);
    assert.equal((await check(body.id, { code })).body.correct, true);
  });

  it('lists page by page, and tells what befell one', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) ids.unshift((await start({ to: fictionNumber() })).body.id);
    type Page = { verifications: { id: string }[]; next: string | null };
    const first = await call<Page>('GET', '/verifications?limit=2');
    const second = await call<Page>('GET', `/verifications?limit=2&before=${first.body.next}`);
    const listed = [...first.body.verifications, ...second.body.verifications].map(({ id }) => id);
    assert.deepEqual(listed.slice(0, 3), ids);
    await call('POST', `/verifications/${ids[0]}/cancel`);
    const { body } = await call<{ trail: { event: string; detail: string | null }[] }>(
      'GET',
      `/verifications/${ids[0]}/trail`,
    );
    assert.deepEqual(
      body.trail.map(({ event, detail }) => [event, detail]),
      [
        ['created', 'sms'],
        ['canceled', 'by the app'],
      ],
    );
  });

  it('tells changes as they come, to the app alone, and goes on where a reader was cut off', async () => {
    const { authorization } = basic(app);
    const other = basic(await hub.makeApp({ name: 'watcher', lines: ['office'] }));
    const path = '/api/v1/verifications/events';
    const { port } = hub.served;
    const [all, foreign] = [
      await readEventStream(port, path, { authorization }),
      await readEventStream(port, path, other),
    ];
    const to = fictionNumber();
    const { body } = await start({ to });
    const one = await readEventStream(port, `/api/v1/verifications/${body.id}/events`, { authorization });
    await start({ to: fictionNumber() });
    const code = await hub.codeFor(to);
    const mine = () => all.events.filter(({ data }) => data.verificationId === body.id).map(({ event }) => event);
    await all.until(() => mine().includes('verification.sent'), 'the code is sent');
    const from = all.lastId;
    all.close();
    await check(body.id, { code: wrong(code) });
    await check(body.id, { code });
    const again = await readEventStream(port, path, { authorization, 'last-event-id': from ?? '' });
    await again.until((events) => events.some(({ event }) => event === 'verification.approved'), 'it is approved');
    assert.deepEqual(
      again.events.filter(({ data }) => data.verificationId === body.id).map(({ event, data }) => [event, data.status]),
      [
        ['verification.wrong-code', 'pending'],
        ['verification.approved', 'approved'],
      ],
    );
    await one.until((events) => events.some(({ event }) => event === 'verification.approved'), 'this one is approved');
    assert.ok(one.events.every(({ data }) => data.verificationId === body.id));
    assert.deepEqual(foreign.events, []);
    assert.ok(![again, one].some(({ raw }) => raw.includes(to) || raw.includes(code)));
    for (const reader of [again, one, foreign]) reader.close();
    assert.equal((await readEventStream(port, path)).status, 401);
    const nobodys = `/api/v1/verifications/${body.id}/events`;
    assert.equal((await readEventStream(port, nobodys, other)).status, 404);
  });

  it('binds texts to the domain of the app, as browsers read it', async () => {
    const to = fictionNumber();
    await setVerification(hub, app, { domain: 'Shop.example' });
    assert.equal((await start({ to })).status, 201);
    const code = await hub.codeFor(to);
    const text = hub.provider.sent().findLast((sent) => sent.to === to)?.body;
    assert.equal(text?.split('\n').at(-1), `@shop.example #${code}`);
    await assert.rejects(setVerification(hub, app, { domain: 'https://shop.example' }), /domain/);
    await setVerification(hub, app, {});
  });

  it('refuses what it does not know', async () => {
    const to = fictionNumber();
    for (const body of [
      {},
      { to, targets: { phone: to } },
      { to, workflow: [] },
      { to, workflow: [{ channel: 'pigeon' }] },
      { to, purpose: 'fun' },
      { to, codeLength: 4 },
      { to, client: { ip: 'nowhere' } },
      { to, extra: 1 },
    ]) {
      const { status, body: problem, headers } = await start(body);
      assert.deepEqual([status, problem.code], [400, 'invalid-request'], JSON.stringify(body));
      assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
      assert.ok(!JSON.stringify(problem).includes(to));
    }
    assert.equal((await start({ to, codeLength: 4, purpose: 'address' })).status, 201);
    assert.match(await hub.codeFor(to), /^\d{4}$/);
  });
});
