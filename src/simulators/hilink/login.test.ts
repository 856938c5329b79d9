import assert from 'node:assert/strict';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { test } from 'node:test';
import { type HilinkSimulatorOptions, startHilinkSimulator } from './simulator.ts';
import { element, type Reply, Visitor } from './test-client.ts';

const password = 'correct horse';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function loginBody(kind: number, secret: string, token: string, username = 'admin'): string {
  const proof = kind === 4 ? base64(hex(username + base64(hex(secret)) + token)) : base64(secret);
  return `<Username>${username}</Username><Password>${proof}</Password><password_type>${kind}</password_type>`;
}

function login(visitor: Visitor, kind: number, secret = password, username = 'admin'): Promise<Reply> {
  return visitor.post('user/login', loginBody(kind, secret, visitor.token, username));
}

async function start(t: { after(run: () => Promise<void>): void }, options: HilinkSimulatorOptions) {
  const simulator = await startHilinkSimulator({ password, ...options });
  t.after(() => simulator.close());
  return simulator;
}

test('without a login protection is off and texts are open', async (t) => {
  const simulator = await start(t, {});
  const visitor = await new Visitor(simulator).open();
  assert.equal(element(await visitor.get('user/hilink_login'), 'hilink_login'), '0');
  assert.equal((await visitor.list()).code, undefined);
  assert.equal(element(await visitor.get('device/information'), 'DeviceName'), 'E3372');
});

test('before the login GET is mostly open and POST mostly not', async (t) => {
  const simulator = await start(t, { profile: 'router' });
  const visitor = await new Visitor(simulator).openByHomePage();
  const open = ['sms/sms-count', 'sms/send-status', 'monitoring/status', 'monitoring/check-notifications'];
  for (const path of [...open, 'device/signal', 'device/basic_information', 'net/current-plmn', 'pin/status']) {
    assert.equal((await visitor.get(path)).code, undefined, path);
  }
  for (const path of ['device/information', 'sms/config', 'sms/sms-feature-switch']) {
    assert.equal((await visitor.get(path)).code, 100003, path);
  }
  assert.equal((await visitor.list()).code, 100003);
  assert.equal((await visitor.post('sms/delete-sms', '<Index>40000</Index>')).code, 100003);
  assert.equal((await visitor.send('x')).code, 100003);
  assert.equal(element(await visitor.get('user/hilink_login'), 'hilink_login'), '1');
});

for (const [kind, number] of [
  ['type0', 0],
  ['type3', 3],
  ['type4', 4],
] as const) {
  test(`${kind}: login, use, logout`, async (t) => {
    const simulator = await start(t, { profile: 'router', login: kind });
    const visitor = await new Visitor(simulator).openByHomePage();
    const state = await visitor.get('user/state-login');
    assert.deepEqual([element(state, 'State'), element(state, 'password_type')], ['-1', String(number)]);
    const before = visitor.cookie;
    const reply = await login(visitor, number);
    assert.match(reply.text, /<response>OK/);
    assert.match(String(reply.headers.__requestverificationtokentwo), /^\w{32}$/);
    assert.notEqual(visitor.cookie, before);
    assert.equal((await visitor.list()).code, undefined);
    assert.equal(element(await visitor.get('user/state-login'), 'State'), '0');
    assert.equal((await visitor.post('user/logout', '<Logout>1</Logout>')).code, undefined);
    assert.equal((await visitor.list()).code, 100003);
    const { logins, logouts, loggedInSessions } = simulator.state();
    assert.deepEqual([logins, logouts, loggedInSessions], [1, 1, 0]);
  });
}

test('a stick hands out a row of tokens at login, and those from before are worthless', async (t) => {
  const simulator = await start(t, { login: 'type4' });
  const visitor = await new Visitor(simulator).open();
  const reply = await login(visitor, 4);
  const tokens = String(reply.headers.__requestverificationtoken).split('#');
  assert.equal(tokens.length, 32);
  for (const token of [tokens[0], tokens[31]]) {
    visitor.token = token ?? '';
    assert.equal((await visitor.list()).code, undefined);
  }
});

test('wrong name and wrong password have their codes', async (t) => {
  const plain = await new Visitor(await start(t, { login: 'type0' })).open();
  assert.equal((await login(plain, 0, password, 'root')).code, 108001);
  assert.equal((await login(plain, 0, 'wrong')).code, 108002);
  const hashed = await new Visitor(await start(t, { login: 'type4' })).open();
  assert.equal((await login(hashed, 4, password, 'root')).code, 108006);
  assert.equal(element(await login(hashed, 4, 'wrong'), 'count'), '2');
  const body = loginBody(4, password, 'a token of another request');
  assert.equal((await hashed.post('user/login', body)).code, 108006);
});

test('too many wrong passwords lock everybody out for a while', async (t) => {
  let now = Date.UTC(2026, 10, 22, 10);
  const clock = { now: () => now, after: () => ({ cancel() {} }) };
  const simulator = await start(t, { login: 'type4', maxLoginAttempts: 3, lockoutMs: 120_000, clock });
  const visitor = await new Visitor(simulator).open();
  const codes = [];
  for (let round = 0; round < 3; round += 1) codes.push((await login(visitor, 4, 'wrong')).code);
  assert.deepEqual(codes, [108006, 108006, 108007]);
  assert.equal((await login(visitor, 4)).code, 108007);
  const state = await visitor.get('user/state-login');
  assert.deepEqual([element(state, 'lockstatus'), element(state, 'remainwaittime')], ['1', '2']);
  now += 120_000;
  assert.equal((await login(visitor, 4)).code, undefined);
  assert.equal(element(await visitor.get('user/state-login'), 'lockstatus'), '0');
});

test('a second session is refused until the first is out, or throws it out', async (t) => {
  const simulator = await start(t, { login: 'type4' });
  const first = await new Visitor(simulator).open();
  await login(first, 4);
  const second = await new Visitor(simulator).open();
  assert.equal(element(await second.get('user/state-login'), 'State'), '-2');
  assert.equal((await login(second, 4)).code, 108003);
  assert.equal((await login(first, 4)).code, undefined);
  await first.post('user/logout', '<Logout>1</Logout>');
  assert.equal((await login(second, 4)).code, undefined);

  const kicking = await start(t, { login: 'type4', secondLogin: 'kick' });
  const old = await new Visitor(kicking).open();
  await login(old, 4);
  assert.equal((await login(await new Visitor(kicking).open(), 4)).code, undefined);
  assert.equal((await old.get('monitoring/status')).code, 125002);
});

/** SCRAM as the stock web UI does it, computed here once more. */
async function scramLogin(visitor: Visitor, secret: string): Promise<Reply> {
  const first = hex('a nonce');
  const challenge = await visitor.post(
    'user/challenge_login',
    `<username>admin</username><firstnonce>${first}</firstnonce><mode>1</mode>`,
  );
  const server = element(challenge, 'servernonce') ?? '';
  const salt = Buffer.from(element(challenge, 'salt') ?? '', 'hex');
  const salted = pbkdf2Sync(secret, salt, Number(element(challenge, 'iterations')), 32, 'sha256');
  const clientKey = createHmac('sha256', 'Client Key').update(salted).digest();
  const stored = createHash('sha256').update(clientKey).digest();
  const signature = createHmac('sha256', `${first},${server},${server}`).update(stored).digest();
  const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0))).toString('hex');
  return visitor.post(
    'user/authentication_login',
    `<clientproof>${proof}</clientproof><finalnonce>${server}</finalnonce>`,
  );
}

test('SCRAM: login with the token of the challenge, and the device proves itself', async (t) => {
  const simulator = await start(t, { profile: 'scram' });
  const visitor = await new Visitor(simulator).openByHomePage();
  assert.equal(element(await visitor.get('user/state-login'), 'extern_password_type'), '1');
  assert.equal((await login(visitor, 4)).code, 108006);
  const reply = await scramLogin(visitor, password);
  for (const name of ['serversignature', 'rsapubkeysignature'])
    assert.match(element(reply, name) ?? '', /^[0-9a-f]{64}$/);
  assert.match(String(reply.headers.__requestverificationtokentwo), /^\w{32}$/);
  assert.equal((await visitor.list()).code, undefined);
});

test('SCRAM: a wrong password, and a proof without a challenge', async (t) => {
  const visitor = await new Visitor(await start(t, { profile: 'scram' })).openByHomePage();
  assert.equal((await scramLogin(visitor, 'wrong')).code, 108006);
  const body = `<clientproof>${hex('x')}</clientproof><finalnonce>${hex('y')}</finalnonce>`;
  assert.equal((await visitor.post('user/authentication_login', body)).code, 108006);
  assert.equal((await scramLogin(visitor, password)).code, undefined);
});
