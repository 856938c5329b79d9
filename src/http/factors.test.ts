import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { TOTP, URI } from 'otpauth';
import { nativeApi } from '../../test/helpers/native-api.ts';
import { basic, type Credentials } from '../../test/helpers/twilio-hub.ts';
import { fictionNumber, serveVerifyHub, setVerification, type VerifyHub } from '../../test/helpers/verify-hub.ts';
import { json } from './fixtures.ts';

const minute = 60_000;

interface FactorJson {
  id: string;
  status: string;
  uri: string;
  qr: string;
  secret: string;
  codes: string[];
  sheet: string;
  clockOffsetSeconds: number | null;
  codesLeft: number | null;
  fewLeft: boolean;
}

describe('factors of the people of apps', () => {
  let hub: VerifyHub;
  let app: Credentials;
  let service: Awaited<ReturnType<VerifyHub['makeVerifier']>>['service'];
  before(async () => {
    hub = await serveVerifyHub();
    ({ app, service } = await hub.makeVerifier());
  });
  after(() => hub.close());

  async function call<Answer>(path: string, body?: object, { status = 200, by = app, method = 'POST' } = {}) {
    const headers = { ...basic(by), ...(body === undefined ? {} : json) };
    const given = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${hub.served.url}/api/v1${path}`, { method, headers, ...given });
    const text = await response.text();
    assert.equal(response.status, status, text);
    return { answer: (text === '' ? null : JSON.parse(text)) as Answer, headers: response.headers };
  }

  const shown = (uri: string, aheadMs = 0) => {
    const totp = URI.parse(uri);
    assert.ok(totp instanceof TOTP);
    return totp.generate({ timestamp: hub.clock.now() + aheadMs });
  };

  async function enrol(subject: string, addresses: string[] = []): Promise<FactorJson> {
    const { answer } = await call<FactorJson>('/factors', { type: 'totp', subject, addresses }, { status: 201 });
    await call(`/factors/${answer.id}/confirm`, { code: shown(answer.uri) });
    hub.skip(minute);
    return answer;
  }

  /** 201, or why not. */
  async function issue(subject: string | null, { to = fictionNumber(), channel = 'sms', purpose = 'login' } = {}) {
    const wish = { to, workflow: [{ channel }], purpose, ...(subject === null ? {} : { subject }) };
    const { status, body } = await nativeApi(hub.served.url, app)('POST', '/verifications', wish);
    return status === 201 ? status : body.code;
  }

  const trail = async () =>
    (await hub.served.hub.api.database.read.selectFrom('verify_audit').selectAll().orderBy('seq').execute()).map(
      ({ event, detail }) => [event, detail] as const,
    );

  it('enrols, confirms, checks and removes an authenticator app', async () => {
    const subject = 'user 1';
    const { answer: made } = await call<FactorJson>('/factors', { type: 'totp', subject }, { status: 201 });
    assert.equal(made.status, 'unverified');
    assert.match(made.uri, /^otpauth:\/\/totp\/shop:user%201\?secret=[A-Z2-7]{32}&issuer=shop$/);
    assert.match(made.qr, /^<svg [^>]*viewBox/);
    await call(`/factors/${made.id}/confirm`, { code: '12345' }, { status: 422 });
    const confirmed = await call<FactorJson>(`/factors/${made.id}/confirm`, { code: shown(made.uri) });
    assert.deepEqual([confirmed.answer.status, confirmed.answer.clockOffsetSeconds], ['active', 0]);
    assert.deepEqual(Object.keys(confirmed.answer).includes('secret'), false);
    hub.skip(minute);
    const check = async (code: string) =>
      (await call<{ valid: boolean; reason: string; factor: FactorJson }>('/factors/check', { subject, code })).answer;
    const code = shown(made.uri, 30_000);
    const right = await check(code);
    assert.deepEqual([right.valid, right.factor.id, right.factor.clockOffsetSeconds], [true, made.id, 30]);
    assert.deepEqual(await check(code), { valid: false, reason: 'used', factor: null });
    assert.deepEqual(await check('0'), { valid: false, reason: 'wrong', factor: null });
    const { answer: found } = await call<{ factors: FactorJson[] }>('/factors/find', { subject });
    assert.deepEqual(
      found.factors.map(({ id }) => id),
      [made.id],
    );
    await call(`/factors/${made.id}`, undefined, { method: 'DELETE', status: 204 });
    await call(`/factors/${made.id}`, undefined, { method: 'GET', status: 404 });
    assert.deepEqual(await check(shown(made.uri, 60_000)), { valid: false, reason: 'wrong', factor: null });
  });

  it('says after how long the next code may come', async () => {
    const subject = 'guessed at';
    await enrol(subject);
    for (let wrong = 0; wrong < 5; wrong += 1) await call('/factors/check', { subject, code: '0' });
    const { headers } = await call('/factors/check', { subject, code: '0' }, { status: 429 });
    assert.equal(headers.get('retry-after'), '30');
    await call('/factors/unlock', { subject }, { status: 204 });
    await call('/factors/check', { subject, code: '0' });
  });

  it('makes recovery codes with a sheet to print, and says when few are left', async () => {
    const subject = 'user 2';
    const wish = { subject, issuer: 'A <b>Shop</b>', account: 'ann', locale: 'de-AT' };
    const { answer } = await call<FactorJson>('/recovery-codes', wish, { status: 201 });
    assert.equal(answer.codes.length, 10);
    for (const code of answer.codes) assert.ok(answer.sheet.includes(code));
    assert.match(answer.sheet, /<html lang="de" dir="ltr">/);
    assert.ok(answer.sheet.includes('A &lt;b&gt;Shop&lt;/b&gt;') && !/<script|<b>/.test(answer.sheet));
    const left: unknown[] = [];
    for (const recoveryCode of answer.codes) {
      const { answer: checked } = await call<{ factor: FactorJson }>('/factors/check', { subject, recoveryCode });
      left.push([checked.factor.codesLeft, checked.factor.fewLeft]);
    }
    assert.deepEqual(left.slice(5, 8), [
      [4, false],
      [3, true],
      [2, true],
    ]);
    await call('/factors/check', { subject, recoveryCode: answer.codes[0], code: '1' }, { status: 400 });
  });

  it('trusts browsers, lists and revokes them', async () => {
    const subject = 'user 3';
    interface Trust {
      trusted: boolean;
      token: string | null;
      browser: { id: string; name: string };
    }
    const trust = async (name: string) =>
      (await call<Trust>('/trusted-browsers', { subject, name }, { status: 201 })).answer;
    const check = async (token: string | null) =>
      (await call<Trust>('/trusted-browsers/check', { subject, token })).answer;
    const first = await trust('Firefox');
    const next = await check(first.token);
    assert.deepEqual([next.trusted, next.browser.id], [true, first.browser.id]);
    assert.deepEqual(await check(first.token), { trusted: false, token: null, browser: null });
    assert.equal((await check(next.token)).trusted, false, 'a copy was shown');
    const second = await trust('Safari');
    const third = await trust('Chrome');
    await call(`/trusted-browsers/${second.browser.id}`, undefined, { method: 'DELETE', status: 204 });
    assert.equal((await check(second.token)).trusted, false);
    const { answer } = await call<{ browsers: { name: string }[] }>('/trusted-browsers/find', { subject });
    assert.deepEqual(
      answer.browsers.map(({ name }) => name),
      ['Chrome'],
    );
    await call('/trusted-browsers/revoke', { subject });
    assert.equal((await check(third.token)).trusted, false);
  });

  it('shows apps nothing of each other', async () => {
    const other = await hub.makeApp({ name: 'other', lines: ['office'] });
    const mine = await enrol('user 4');
    await call(`/factors/${mine.id}`, undefined, { method: 'GET', status: 404, by: other });
    await call(`/factors/${mine.id}`, undefined, { method: 'DELETE', status: 404, by: other });
    const { answer } = await call<object>('/factors/find', { subject: 'user 4' }, { by: other });
    assert.deepEqual(answer, { factors: [] });
    const code = shown(mine.uri);
    assert.deepEqual((await call('/factors/check', { subject: 'user 4', code }, { by: other })).answer, {
      valid: false,
      reason: 'wrong',
      factor: null,
    });
    await call('/factors/find', { subject: 'user 4' }, { by: { ...app, authToken: '0'.repeat(32) }, status: 401 });
  });

  it('sends nobody who has an authenticator app a code in its place, unless the app allows it', async () => {
    const subject = 'user 5';
    const api = nativeApi(hub.served.url, app);
    assert.equal(await issue(subject), 201);
    const wish = { to: fictionNumber(), subject };
    const pending = await api('POST', '/verifications', wish);
    await enrol(subject);
    for (const channel of ['sms', 'call', 'email'])
      assert.equal(
        await issue(subject, { channel, ...(channel === 'email' ? { to: 'ann@example.com' } : {}) }),
        'stronger-factor',
      );
    const again = await api('POST', `/verifications/${pending.body.id}/resend`, {});
    assert.deepEqual([again.status, again.body.code], [403, 'stronger-factor']);
    assert.equal(await issue('somebody else'), 201);
    assert.equal(await issue(null), 201);
    assert.equal(await issue(subject, { purpose: 'address' }), 201, 'it signs nobody in');
    await setVerification(hub, app, { fallBackFromTotp: true });
    assert.equal(await issue(subject), 201);
    const events = (await trail()).filter(([event]) => /fall|fell/.test(event));
    assert.deepEqual(events, [
      ['fall-back-refused', 'sms'],
      ['fall-back-refused', 'call'],
      ['fall-back-refused', 'email'],
      ['fall-back-refused', 'sms'],
      ['fell-back-from-totp', 'sms'],
    ]);
    await setVerification(hub, app, {});
    const [factor] = (await call<{ factors: FactorJson[] }>('/factors/find', { subject })).answer.factors;
    await call(`/factors/${factor?.id}`, undefined, { method: 'DELETE', status: 204 });
    assert.equal(await issue(subject), 201);
  });

  it('knows people with an authenticator app by their phones and mailboxes, too', async () => {
    const to = fictionNumber();
    const national = to.slice(2).replace(/^(...)/, '($1) ');
    const made = await enrol('user 7', [national, 'user+7@Example.com']);
    for (const address of [to, 'user@example.com']) {
      const channel = address.includes('@') ? 'email' : 'sms';
      assert.equal(await issue(null, { to: address, channel }), 'stronger-factor');
    }
    await assert.rejects(service.verifications.create({ to, channel: 'sms' }), { status: 403, code: 60410 });
    const other = await hub.makeVerifier();
    assert.equal((await other.service.verifications.create({ to, channel: 'sms' })).status, 'pending');
    hub.skip(minute);
    assert.equal(await issue('whose phone it is, too', { to }), 201);
    await call(`/factors/${made.id}`, undefined, { method: 'DELETE', status: 204 });
    hub.skip(minute);
    assert.equal(await issue(null, { to }), 201);
    await call('/factors', { type: 'totp', subject: 'user 7', addresses: ['nowhere'] }, { status: 422 });
  });

  it('notes in the audit trail what befell factors, and no code', async () => {
    const events = new Set((await trail()).map(([event]) => event));
    for (const event of [
      ...['factor.enrolled', 'factor.confirmed', 'factor.approved', 'factor.wrong-code', 'factor.used-code'],
      ...['factor.removed', 'factor.unlocked', 'recovery-codes.made', 'recovery-codes.used'],
      ...['browser.trusted', 'browser.copied', 'browser.revoked', 'browsers.revoked'],
    ])
      assert.ok(events.has(event), event);
    for (const [, detail] of await trail()) assert.doesNotMatch(detail ?? '', /^\d{6}$|^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  });

  it('forgets what has ended', async () => {
    await call('/factors', { type: 'totp', subject: 'user 6' }, { status: 201 });
    await call('/trusted-browsers', { subject: 'user 6', days: 1 }, { status: 201 });
    hub.skip(25 * 60 * minute);
    await hub.served.hub.sweep();
    const { read } = hub.served.hub.api.database;
    assert.deepEqual(await read.selectFrom('verify_factors').select('id').where('state', '=', 'pending').execute(), []);
    assert.deepEqual(await read.selectFrom('verify_browsers').select('id').execute(), []);
  });

  it('erases what the people of an app enrolled when it is revoked', async () => {
    const { read } = hub.served.hub.api.database;
    const tables = [
      'verify_factors',
      'verify_factor_addresses',
      'verify_recovery_codes',
      'verify_tries',
      'verify_browsers',
    ] as const;
    const counts = async () =>
      Promise.all(tables.map(async (table) => (await read.selectFrom(table).selectAll().execute()).length > 0));
    await enrol('user 8', [fictionNumber()]);
    await call('/recovery-codes', { subject: 'user 8' }, { status: 201 });
    await call('/trusted-browsers', { subject: 'user 8' }, { status: 201 });
    assert.deepEqual(await counts(), [true, true, true, true, true]);
    assert.equal((await hub.served.api(`/apps/${app.accountSid}`, { method: 'DELETE' })).status, 204);
    assert.deepEqual(await counts(), [false, false, false, false, false]);
  });
});
