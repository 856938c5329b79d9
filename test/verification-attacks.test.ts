import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { TOTP, URI } from 'otpauth';
import { nativeApi } from './helpers/native-api.ts';
import { until } from './helpers/twilio-hub.ts';
import { fictionNumber, serveVerifyHub, setVerification, type VerifyHub, wrong } from './helpers/verify-hub.ts';

const second = 1_000;
const minute = 60 * second;

describe('somebody who attacks verification', () => {
  let hub: VerifyHub;
  let made: Awaited<ReturnType<VerifyHub['makeVerifier']>>;
  let call: ReturnType<typeof nativeApi>;
  before(async () => {
    hub = await serveVerifyHub();
    made = await hub.makeVerifier();
    call = nativeApi(hub.served.url, made.app);
  });
  after(() => hub.close());

  const check = (to: string, code: string) => made.service.verificationChecks.create({ to, code });

  async function enrol(subject: string, address: string): Promise<void> {
    const wish = { type: 'totp', subject, addresses: [address] };
    const { status, body } = await call<{ id: string; uri: string }>('POST', '/factors', wish);
    assert.equal(status, 201);
    const totp = URI.parse(body.uri);
    assert.ok(totp instanceof TOTP);
    const code = totp.generate({ timestamp: hub.clock.now() });
    assert.equal((await call('POST', `/factors/${body.id}/confirm`, { code })).status, 200);
  }

  describe('and codes that the app chose', () => {
    const start = (to: string, customCode?: string) =>
      made.service.verifications.create({ to, channel: 'sms', ...(customCode === undefined ? {} : { customCode }) });
    before(() => made.service.update({ customCodeEnabled: true }));

    it('finds the code good that was sent last', async () => {
      const to = fictionNumber();
      const { sid } = await start(to, '246810');
      hub.skip(31 * second);
      assert.equal((await start(to, '135791')).sid, sid);
      assert.equal(await hub.codeFor(to, 2), '135791');
      assert.equal((await check(to, '246810')).status, 'pending');
      assert.equal((await check(to, '135791')).status, 'approved');
    });

    it('finds a code good that was sent in place of a chosen one', async () => {
      const to = fictionNumber();
      const { sid } = await start(to, '7741');
      hub.skip(31 * second);
      assert.equal((await start(to)).sid, sid);
      const code = await hub.codeFor(to, 2);
      assert.equal((await check(to, '7741')).status, 'pending');
      assert.equal((await check(to, code)).status, 'approved');
    });

    it('finds a chosen code good that was sent in place of another one', async () => {
      const to = fictionNumber();
      await start(to);
      const first = await hub.codeFor(to);
      hub.skip(31 * second);
      await start(to, '7741');
      assert.equal(await hub.codeFor(to, 2), '7741');
      assert.equal((await check(to, first)).status, 'pending');
      assert.equal((await check(to, '7741')).status, 'approved');
    });
  });

  it('finds the code of a test number good however often it is asked for', async () => {
    const to = fictionNumber();
    await setVerification(hub, made.app, { testNumbers: [{ number: to, code: '424242' }] });
    const { sid } = await made.service.verifications.create({ to, channel: 'sms' });
    hub.skip(31 * second);
    assert.equal((await made.service.verifications.create({ to, channel: 'sms' })).sid, sid);
    assert.equal((await check(to, '424242')).status, 'approved');
    await setVerification(hub, made.app, {});
  });

  it('keeps nobody out by beginning a verification with a binding of their own', async () => {
    const to = fictionNumber();
    const stranger = await call('POST', '/verifications', { to, binding: 'session of a stranger' });
    const mine = await call('POST', '/verifications', { to, binding: 'my session' });
    assert.equal(mine.status, 201, mine.body.detail);
    assert.notEqual(mine.body.id, stranger.body.id);
    const code = await hub.codeFor(to, 2);
    const path = `/verifications/${mine.body.id}/check`;
    assert.equal((await call('POST', path, { code, binding: 'session of a stranger' })).status, 404);
    assert.equal((await call('POST', path, { code, binding: 'my session' })).body.correct, true);
  });

  it('gives no page that leads back to the session of somebody else', async () => {
    const to = fictionNumber();
    await setVerification(hub, made.app, { returnUrls: ['https://shop.example/login'] });
    const begin = (session: string) =>
      call<{ id: string; page: string }>('POST', '/verifications', {
        ...{ to, returnUrl: `https://shop.example/login?session=${session}` },
      });
    assert.equal((await call('POST', '/verifications', { to })).status, 201);
    const [stranger, mine] = [await begin('stranger'), await begin('mine')];
    assert.deepEqual([stranger.status, mine.status], [201, 201]);
    assert.notEqual(mine.body.id, stranger.body.id);
    assert.equal(mine.body.page, `/verify/${mine.body.id}`);
    await setVerification(hub, made.app, {});
  });

  it('confirms no payment by the code of another one', async () => {
    const to = fictionNumber();
    const [first, other] = ['10 EUR', '9999 EUR'].map((amount) => ({ amount, payee: 'Shop' }));
    const begun = await call('POST', '/verifications', { to, payment: first });
    const code = await hub.codeFor(to);
    const changed = await call('POST', '/verifications', { to, payment: other });
    assert.notEqual(changed.body.id, begun.body.id);
    const newer = await hub.codeFor(to, 2);
    const checked = (payment: object | undefined, typed: string) =>
      call('POST', `/verifications/${changed.body.id}/check`, { code: typed, payment });
    if (newer !== code) assert.equal((await checked(other, code)).body.correct, false);
    assert.equal((await checked(first, newer)).body.correct, false);
    assert.equal((await checked(other, newer)).body.correct, true);
  });

  it('finds no way around an authenticator app by naming the mailbox beside a phone', async () => {
    const [phone, email] = [fictionNumber(), 'ann@example.com'];
    await enrol('ann', email);
    const asked = { targets: { phone, email }, workflow: [{ channel: 'sms' }, { channel: 'email' }] };
    const refused = await call('POST', '/verifications', asked);
    assert.deepEqual([refused.status, refused.body.code], [403, 'stronger-factor']);
  });

  it('finds no way around one by a workflow that goes on by itself', async () => {
    const to = fictionNumber();
    const step = { channel: 'sms', timeoutSeconds: 15 };
    const { body } = await call('POST', '/verifications', { to, workflow: [step, step] });
    await hub.codeFor(to);
    await enrol('bob', to);
    hub.skip(40 * second);
    const { database } = hub.served.hub.api;
    await until(async () => {
      const rows = await database.read.selectFrom('verify_workflows').selectAll().execute();
      return rows.some(({ verification_id: id, due_at }) => id === body.id && due_at === null) || undefined;
    });
    const noted = await database.read.selectFrom('verify_audit').selectAll().orderBy('seq', 'desc').executeTakeFirst();
    assert.equal(noted?.event, 'fall-back-refused');
    assert.equal((await call('GET', `/verifications/${body.id}`)).body.attempts.length, 1);
  });

  it('is let in again by the app after a hundred wrong codes', async () => {
    const to = fictionNumber();
    for (let failures = 0; failures < 100; ) {
      hub.skip(25 * 60 * minute);
      for (let codes = 0; codes < 2 && failures < 100; codes += 1) {
        const begun = await call('POST', '/verifications', { to });
        assert.equal(begun.status, 201, begun.body.detail);
        for (let tries = 0; tries < 5; tries += 1, failures += 1) {
          const path = `/verifications/${begun.body.id}/check`;
          assert.equal((await call('POST', path, { code: 'wrong' })).body.correct, false);
        }
        hub.skip(11 * minute);
      }
    }
    hub.skip(100 * 60 * minute);
    const closed = await call('POST', '/verifications', { to });
    assert.deepEqual([closed.status, closed.body.code], [429, 'max-checks']);
    assert.equal((await call('POST', '/verifications/unlock', { to })).status, 204);
    assert.equal((await call('POST', '/verifications', { to })).status, 201);
  });

  it('forgets the wrong codes of a person whom the app approves itself, and of nobody else', async () => {
    const [to, other] = [fictionNumber(), fictionNumber()];
    const guess = async (about: object) => {
      const { body } = await call('POST', '/verifications', about);
      for (let tries = 0; tries < 5; tries += 1)
        await call('POST', `/verifications/${body.id}/check`, { code: 'wrong' });
      return body.id;
    };
    const closed = async (about: object) => (await call('POST', '/verifications', about)).body.code;
    const people = [{ to }, { to, subject: 'flatmate' }, { to: other }];
    for (const about of people) await guess(about);
    hub.skip(11 * minute);
    const last = [];
    for (const about of people) last.push(await guess(about));
    const [mine, , canceled] = last;
    assert.equal((await call('POST', `/verifications/${mine}/approve`)).status, 200);
    assert.equal((await call('POST', `/verifications/${canceled}/cancel`)).status, 200);
    hub.skip(11 * minute);
    assert.deepEqual(await Promise.all(people.map(closed)), [undefined, 'max-checks', 'max-checks']);
  });

  it('leaves the end of one that has expired in the trail when another takes its place', async () => {
    const to = fictionNumber();
    const { body } = await call('POST', '/verifications', { to });
    hub.skip(11 * minute);
    assert.equal((await call('POST', '/verifications', { to })).status, 201);
    const trail = await call<{ trail: { event: string }[] }>('GET', `/verifications/${body.id}/trail`);
    assert.deepEqual(
      trail.body.trail.map(({ event }) => event),
      ['created', 'expired'],
    );
  });

  it('uses the code of one purpose for no other', async () => {
    const to = fictionNumber();
    const { body } = await call('POST', '/verifications', { to, purpose: 'address' });
    const code = await until(() => hub.codeFor(to));
    const path = `/verifications/${body.id}/check`;
    assert.equal((await call('POST', path, { code, purpose: 'transaction' })).status, 404);
    assert.equal((await call('POST', path, { code: wrong(code), purpose: 'address' })).body.correct, false);
    assert.equal((await call('POST', path, { code, purpose: 'address' })).body.correct, true);
  });
});
