import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHilinkSimulator } from './simulator.ts';
import { ask, cookieOf, element, Visitor } from './test-client.ts';

const setRead = '<Index>40000</Index>';

test('family B: SesTokInfo gives a session and a token, each POST spends one and brings the next', async (t) => {
  const simulator = await startHilinkSimulator();
  t.after(() => simulator.close());
  const visitor = await new Visitor(simulator).open();
  assert.match(visitor.cookie, /^SessionID=\w{64}$/);
  assert.match(visitor.token, /^\w{32}$/);
  const first = visitor.token;
  assert.match((await visitor.post('sms/set-read', setRead)).text, /<response>OK<\/response>/);
  assert.notEqual(visitor.token, first);
  assert.equal((await visitor.post('sms/set-read', setRead)).code, undefined);
  assert.equal(simulator.state().tokenMisuse, 0);
});

test('a spent token is refused without a new one, an unknown and a missing one as well', async (t) => {
  const simulator = await startHilinkSimulator();
  t.after(() => simulator.close());
  const visitor = await new Visitor(simulator).open();
  const spent = visitor.token;
  await visitor.post('sms/set-read', setRead);
  const good = visitor.token;
  visitor.token = spent;
  const refused = await visitor.post('sms/set-read', setRead);
  assert.deepEqual([refused.status, refused.code], [200, 125003]);
  assert.equal(refused.headers.__requestverificationtoken, undefined);
  visitor.token = 'x'.repeat(32);
  assert.equal((await visitor.post('sms/set-read', setRead)).code, 125001);
  visitor.token = '';
  assert.equal((await visitor.post('sms/set-read', setRead)).code, 125001);
  visitor.token = good;
  assert.equal((await visitor.post('sms/set-read', setRead)).code, undefined);
  assert.equal(simulator.state().tokenMisuse, 3);
});

test('a token of another session is refused', async (t) => {
  const simulator = await startHilinkSimulator();
  t.after(() => simulator.close());
  const visitor = await new Visitor(simulator).open();
  visitor.token = (await new Visitor(simulator).open()).token;
  assert.equal((await visitor.post('sms/set-read', setRead)).code, 125003);
});

test('a GET needs no token and spends none', async (t) => {
  const simulator = await startHilinkSimulator();
  t.after(() => simulator.close());
  const visitor = await new Visitor(simulator).open();
  const headers = { Cookie: visitor.cookie, __RequestVerificationToken: visitor.token };
  const reply = await ask(simulator, 'GET', '/api/sms/sms-count', headers);
  assert.equal(element(reply, 'LocalMax'), '500');
  assert.equal(reply.headers.__requestverificationtoken, undefined);
  assert.equal((await visitor.post('sms/set-read', setRead)).code, undefined);
});

test('SesTokInfo with the cookie keeps the session and makes the earlier token worthless', async (t) => {
  const simulator = await startHilinkSimulator();
  t.after(() => simulator.close());
  const visitor = await new Visitor(simulator).open();
  const { cookie, token } = visitor;
  await visitor.open();
  assert.equal(visitor.cookie, cookie);
  assert.notEqual(visitor.token, token);
  visitor.token = token;
  assert.equal((await visitor.post('sms/set-read', setRead)).code, 125003);
  assert.equal(simulator.state().openSessions, 1);
});

test('SesInfo can hold the value alone, and the cookie can come by header', async (t) => {
  const simulator = await startHilinkSimulator({ sesInfo: 'value', sesTokSetsCookie: true, strayCookie: true });
  t.after(() => simulator.close());
  const reply = await ask(simulator, 'GET', '/api/webserver/SesTokInfo');
  assert.equal(cookieOf(reply), `SessionID=${element(reply, 'SesInfo')}`);
  assert.ok([reply.headers['set-cookie']].flat().some((cookie) => cookie?.startsWith('Language=')));
});

test('without a session every call but SesTokInfo gets 125002', async (t) => {
  const simulator = await startHilinkSimulator();
  t.after(() => simulator.close());
  for (const path of ['webserver/token', 'monitoring/status', 'sms/sms-count', 'user/state-login']) {
    assert.equal((await ask(simulator, 'GET', `/api/${path}`)).code, 125002, path);
  }
  assert.equal((await ask(simulator, 'POST', '/api/sms/set-read', { Cookie: 'SessionID=none' })).code, 125002);
});

test('family A: no session, and a token that may be used again or left away', async (t) => {
  const simulator = await startHilinkSimulator({ profile: 'old-stick' });
  t.after(() => simulator.close());
  simulator.inject({ sender: '+15550100007', text: 'x' });
  const visitor = new Visitor(simulator);
  assert.equal((await visitor.get('webserver/SesTokInfo')).code, 100002);
  assert.equal((await visitor.get('user/hilink_login')).code, 100002);
  assert.match((await ask(simulator, 'GET', '/config/global/config.xml')).text, /<login>0<\/login>/);
  visitor.token = element(await visitor.get('webserver/token'), 'token') ?? '';
  assert.equal((await visitor.list()).code, undefined);
  assert.equal((await visitor.list()).code, undefined);
  assert.equal(
    (await ask(simulator, 'POST', '/api/sms/set-read', {}, `<request>${setRead}</request>`)).code,
    undefined,
  );
  visitor.token = 'x'.repeat(32);
  assert.equal((await visitor.list()).code, 125001);
});

test('family C: two metas in the home page, each good for one POST', async (t) => {
  const simulator = await startHilinkSimulator({ profile: 'router', login: 'none' });
  t.after(() => simulator.close());
  const home = await ask(simulator, 'GET', '/html/home.html');
  const tokens = [...home.text.matchAll(/<meta name="csrf_token" content="(\w{32})">/g)].map((match) => match[1]);
  assert.equal(new Set(tokens).size, 2);
  for (const token of [...tokens].reverse()) {
    const headers = { Cookie: cookieOf(home) ?? '', __RequestVerificationToken: token ?? '' };
    const body = `<request>${setRead}</request>`;
    const reply = await ask(simulator, 'POST', '/api/sms/set-read', headers, body);
    assert.equal(reply.code, undefined);
    assert.match(String(reply.headers.__requestverificationtoken), /^\w{32}$/);
  }
  assert.equal(cookieOf(await ask(simulator, 'GET', '/', { Cookie: cookieOf(home) ?? '' })), undefined);
});

test('family D: of the 64 characters only the last 32 are a token', async (t) => {
  const simulator = await startHilinkSimulator({ profile: 'scram', login: 'none' });
  t.after(() => simulator.close());
  const visitor = await new Visitor(simulator).openByHomePage();
  const long = element(await visitor.get('webserver/token'), 'token') ?? '';
  assert.equal(long.length, 64);
  visitor.token = long.slice(0, 32);
  assert.equal((await visitor.post('sms/set-read', setRead)).code, 125001);
  visitor.token = long;
  assert.equal((await visitor.post('sms/set-read', setRead)).code, 125001);
  visitor.token = long.slice(32);
  assert.equal((await visitor.post('sms/set-read', setRead)).code, undefined);
});

test('lenient tokens may be used again', async (t) => {
  const simulator = await startHilinkSimulator({ lenientTokens: true });
  t.after(() => simulator.close());
  const visitor = await new Visitor(simulator).open();
  const first = visitor.token;
  for (let round = 0; round < 3; round += 1) {
    visitor.token = first;
    assert.equal((await visitor.post('sms/set-read', setRead)).code, undefined);
  }
});

test('a refused call spends its token and brings the next, an idle session is gone', async (t) => {
  let now = Date.UTC(2026, 10, 22, 10);
  const clock = { now: () => now, after: () => ({ cancel() {} }) };
  const simulator = await startHilinkSimulator({ clock });
  t.after(() => simulator.close());
  const visitor = await new Visitor(simulator).open();
  assert.equal((await visitor.post('sms/set-read', '<Nothing/>')).code, 100005);
  assert.equal((await visitor.post('sms/set-read', setRead)).code, undefined);
  now += 299_000;
  assert.equal((await visitor.get('monitoring/status')).code, undefined);
  now += 299_000;
  assert.equal((await visitor.get('monitoring/status')).code, undefined);
  now += 301_000;
  assert.equal((await visitor.get('monitoring/status')).code, 125002);
  assert.equal(simulator.state().openSessions, 0);
});
