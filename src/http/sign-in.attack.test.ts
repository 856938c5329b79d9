import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { goodPassword, settle, WebBrowser } from '../../test/helpers/web-browser.ts';
import { listAudit } from '../store/audit.ts';
import { stepOf, totpAt } from '../support/totp.ts';
import { twoPeople } from './fixtures.ts';

describe('attacks on signing in', () => {
  const clock = createManualClock(1_800_000_000_000);
  let served: ServedHub;
  before(async () => {
    served = await serveHub(twoPeople, { change: (api) => ({ ...api, clock: { ...api.clock, now: clock.now } }) });
    await settle(served, 'ann');
  });
  after(() => served.close());

  const signIn = (browser: WebBrowser, more: object = {}) =>
    browser.post('/sign-in/password', { person: 'ann', password: goodPassword, ...more });

  it('gives a session a new id at each sign-in, and ends the one that the browser had (fixation)', async () => {
    const browser = new WebBrowser(served);
    browser.cookies.set('keypigeon', 'A'.repeat(43));
    assert.equal((await signIn(browser)).status, 200);
    const first = browser.cookies.get('keypigeon') ?? '';
    assert.notEqual(first, 'A'.repeat(43));
    assert.match(browser.setCookies.join(), /HttpOnly; SameSite=Strict/);
    await signIn(browser);
    assert.notEqual(browser.cookies.get('keypigeon'), first);
    const old = new WebBrowser(served);
    old.cookies.set('keypigeon', first);
    assert.equal((await old.get('/account')).status, 401);
  });

  it('takes a session that began over HTTPS over nothing else', async () => {
    const browser = new WebBrowser(served);
    const origin = `https://${browser.host}`;
    const answer = await browser.post('/sign-in/password', { person: 'ann', password: goodPassword }, { origin });
    assert.equal(answer.status, 200);
    const plain = new WebBrowser(served);
    plain.cookies.set('keypigeon', browser.cookies.get('__Host-keypigeon') ?? '');
    assert.match(plain.cookies.get('keypigeon') ?? '', /^.{43}$/);
    assert.equal((await plain.get('/account')).status, 401);
  });

  it('stores hashes of sessions only', async () => {
    const browser = new WebBrowser(served);
    await signIn(browser);
    const rows = JSON.stringify(await served.hub.api.database.read.selectFrom('sessions').selectAll().execute());
    assert.ok(!rows.includes(browser.cookies.get('keypigeon') ?? '?'));
  });

  it('takes no change from another site (CSRF), nor without saying where from', async () => {
    const browser = new WebBrowser(served);
    await signIn(browser);
    const sessions = async () => (await browser.get('/account/sessions')).json.sessions.length;
    const before = await sessions();
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://localhost:${served.port + 1}` },
      { origin: `${browser.origin}.evil.example` },
      { origin: browser.origin, 'sec-fetch-site': 'cross-site' },
      { origin: browser.origin, 'sec-fetch-site': 'same-site' },
      {},
    ];
    for (const headers of foreign) {
      const answer = await browser.send('DELETE', '/account/sessions', undefined, headers);
      assert.deepEqual([answer.status, answer.json.code], [403, 'cross-site'], JSON.stringify(headers));
    }
    assert.equal(await sessions(), before);
    const evil = new WebBrowser(served);
    const login = await evil.send('POST', '/sign-in/password', { person: 'ann', password: goodPassword }, foreign[0]);
    assert.deepEqual([login.status, evil.cookies.size], [403, 0]);
    assert.equal((await browser.send('GET', '/messages', undefined, { 'sec-fetch-site': 'cross-site' })).status, 403);
  });

  it('answers unknown people and wrong passwords alike, and delays them the same', async () => {
    const answers = new Set<string>();
    for (const person of ['ann', 'bob', 'nobody-here']) {
      const browser = new WebBrowser(served);
      const seen = [];
      for (let turn = 0; turn < 6; turn += 1) {
        const { status, body, headers } = await browser.post('/sign-in/password', {
          person,
          password: 'wrong words here',
        });
        seen.push([status, body, headers['retry-after']]);
      }
      answers.add(JSON.stringify(seen));
    }
    assert.equal(answers.size, 1);
    assert.match([...answers][0] ?? '', /401.*sign-in-failed.*429/);
  });

  it('lets a known browser go ahead while strangers are delayed, and the person once the delay is over', async () => {
    clock.advance(3_600_000);
    const known = new WebBrowser(served);
    assert.equal((await signIn(known, { trustBrowser: true })).status, 200);
    const stranger = new WebBrowser(served);
    const tries = await Promise.all(
      Array.from({ length: 12 }, () =>
        stranger.post('/sign-in/password', { person: 'ann', password: 'guess guess guess' }),
      ),
    );
    assert.ok(tries.filter(({ status }) => status === 401).length <= 5, 'many at once are no way around');
    assert.equal((await signIn(stranger)).status, 429);
    const trusted = known.cookies.get('keypigeon-browser');
    assert.equal((await signIn(known)).status, 200);
    assert.notEqual(known.cookies.get('keypigeon-browser'), trusted, 'the token is rotated');
    clock.advance(16 * 60_000);
    assert.equal((await signIn(stranger)).status, 200);
  });

  it('ends trust in a browser of whose token there is a copy', async () => {
    clock.advance(3_600_000);
    const known = new WebBrowser(served);
    await signIn(known, { trustBrowser: true });
    const copy = new WebBrowser(served);
    copy.cookies.set('keypigeon-browser', known.cookies.get('keypigeon-browser') ?? '');
    await signIn(known);
    const trusted = async () => (await known.get('/account/browsers')).json.browsers.length;
    const before = await trusted();
    assert.equal((await signIn(copy)).status, 200, 'the password is still right');
    assert.equal(await trusted(), before - 1);
  });

  it('takes nobody for trusted by the token of somebody else, whose trust stays', async () => {
    clock.advance(3_600_000);
    await settle(served, 'bob');
    const shared = new WebBrowser(served);
    await signIn(shared, { trustBrowser: true });
    const anns = shared.cookies.get('keypigeon-browser');
    await signIn(shared, { person: 'bob' });
    assert.equal(shared.cookies.get('keypigeon-browser'), anns, 'it is not his to rotate');
    await signIn(shared, { person: 'bob', trustBrowser: true });
    assert.notEqual(shared.cookies.get('keypigeon-browser'), anns);
    assert.equal((await shared.get('/account/browsers')).json.browsers.length, 1);
  });

  it('asks for the second factor, takes a code once and a recovery code once', async () => {
    clock.advance(3_600_000);
    const browser = new WebBrowser(served);
    await signIn(browser);
    const { json: offer } = await browser.post('/account/totp');
    const secret = fromBase32(offer.secret);
    const code = () => totpAt(secret, stepOf(clock.now()));
    const { json: confirmed } = await browser.post('/account/totp/confirm', { code: code() });
    assert.equal(confirmed.recoveryCodes.length, 10);
    const other = new WebBrowser(served);
    assert.equal((await signIn(other)).json.code, 'second-factor-needed');
    assert.equal(other.cookies.size, 0);
    assert.equal((await signIn(other, { code: code() })).status, 401, 'the code that confirmed is used');
    clock.advance(60_000);
    assert.equal((await signIn(other, { code: code() })).status, 200);
    assert.equal((await signIn(other, { code: code() })).status, 401, 'replayed');
    const [recoveryCode] = confirmed.recoveryCodes;
    clock.advance(60_000);
    assert.equal((await signIn(other, { recoveryCode: recoveryCode.toLowerCase() })).status, 200);
    clock.advance(60_000);
    assert.equal((await signIn(other, { recoveryCode })).status, 401);
    assert.equal((await other.get('/account')).json.recoveryCodes, 9);
    clock.advance(3_600_000);
  });

  it('ends a session when it idles, at its end, and when it is revoked', async () => {
    await settle(served, 'ann');
    const browser = new WebBrowser(served);
    await signIn(browser);
    clock.advance(23 * 3_600_000);
    assert.equal((await browser.get('/account')).status, 200);
    await served.hub.api.ping();
    const late = await browser.send('PUT', '/account/password', { password: goodPassword }, { origin: browser.origin });
    assert.equal(late.json.code, 'sign-in-again');
    clock.advance(25 * 3_600_000);
    assert.equal((await browser.get('/account')).status, 401);
    await signIn(browser);
    const { json } = await browser.get('/account/sessions');
    const mine = json.sessions.find((one: { current: boolean }) => one.current);
    await browser.send('DELETE', `/account/sessions/${mine.id}`, undefined, { origin: browser.origin });
    assert.equal((await browser.get('/account')).status, 401);
  });

  it('takes a set-up link once, for 15 minutes, and an owner needs more than a password', async () => {
    const link = async () => {
      const answer = await served.api('/people/bob/reset', { method: 'POST' });
      return ((await answer.json()) as { path: string }).path.split('#')[1];
    };
    const stale = await link();
    const token = await link();
    const browser = new WebBrowser(served);
    assert.equal((await browser.post('/setup', { token: stale })).json.code, 'setup-link-invalid');
    assert.equal((await browser.post('/setup/look', { token })).json.person.id, 'bob');
    assert.equal((await browser.post('/setup', { token })).status, 200);
    assert.equal((await new WebBrowser(served).post('/setup', { token })).status, 404);
    assert.equal((await browser.get('/messages')).status, 403, 'this session only sets up');
    assert.equal((await browser.post('/account/complete')).status, 409);
    await served.api('/people/bob', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'owner' }),
    });
    await browser.send('PUT', '/account/password', { password: goodPassword }, { origin: browser.origin });
    assert.equal((await browser.post('/account/complete')).status, 409);
    const before = browser.cookies.get('keypigeon');
    const { json: offer } = await browser.post('/account/totp');
    await browser.post('/account/totp/confirm', { code: totpAt(fromBase32(offer.secret), stepOf(clock.now())) });
    assert.equal((await browser.post('/account/complete')).status, 204);
    assert.notEqual(browser.cookies.get('keypigeon'), before);
    assert.equal((await browser.get('/people')).status, 200);
    const late = await link();
    clock.advance(15 * 60_000);
    assert.equal((await browser.post('/setup', { token: late })).status, 404);
  });

  it('writes down who signed in and who failed, without secrets', async () => {
    const entries = await listAudit(served.hub.api.database, { limit: 200 });
    const actions = new Set(entries.map(({ action }) => action));
    for (const action of [
      'sign-in',
      'sign-in.failed',
      'totp.set',
      'recovery-code.used',
      'setup-link.taken',
      'person.reset',
    ])
      assert.ok(actions.has(action), action);
    assert.doesNotMatch(JSON.stringify(entries), /random words|guess guess/);
  });

  it('leads nowhere: no answer redirects', async () => {
    const browser = new WebBrowser(served);
    for (const path of ['/sign-in?next=https://evil.example', '/sign-in?redirect=//evil.example'])
      assert.equal((await browser.get(path)).headers.location, undefined);
    const answer = await browser.post('/sign-in/password?next=https://evil.example', {
      person: 'ann',
      password: goodPassword,
    });
    assert.deepEqual([answer.status < 300 || answer.status >= 400, answer.headers.location], [true, undefined]);
  });
});

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
