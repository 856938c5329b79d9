import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemRandom } from '../../support/random.ts';
import { LoginRefusedError } from './errors.ts';
import { hashedPassword, isProtected, logIn, readLoginState } from './login.ts';
import { Session } from './session.ts';
import { error, ok, startDevice } from './test-device.ts';

const credentials = { username: 'admin', password: 'secret & "more"' };

test('login type 4 hashes name, hashed password and the token', () => {
  // Computed with coreutils: sha256sum and base64.
  assert.equal(
    hashedPassword('admin', 'admin', 'abcdefghijklmnopqrstuvwxyz012345'),
    'MmUxYWY3NDVhNWExNDU2YmYxYmM2NWM4ZDEwOTMxMjhmN2ExZGYyY2ZjNmUwYmI2NjRmY2YwYjllZGQ4MzQ0MQ==',
  );
});

test('reads how the device wants a login', async (t) => {
  const states: [string, string][] = [
    ['<State>-1</State><password_type>4</password_type>', 'hashed'],
    ['<State>-1</State><password_type>4</password_type><extern_password_type>1</extern_password_type>', 'scram'],
    ['<State>-1</State><password_type>3</password_type><extern_password_type>0</extern_password_type>', 'plain'],
    ['<State>-1</State><password_type></password_type>', 'plain'],
  ];
  for (const [inner, type] of states) {
    const device = await startDevice(t, () => ({ body: ok(inner) }));
    assert.equal((await readLoginState(new Session(device.url, device.wire))).type, type);
  }
  const old = await startDevice(t, () => undefined);
  const session = new Session(old.url, old.wire);
  const state = await readLoginState(session);
  assert.equal(state.type, 'none');
  assert.equal(await isProtected(session, state), false);
});

test('whether a login is needed: yes, no, not told', async (t) => {
  for (const [body, needed] of [
    [ok('<hilink_login>1</hilink_login>'), true],
    ['<hilink_login>0</hilink_login>', false],
    [error(100002), undefined],
  ] as const) {
    const device = await startDevice(t, ({ call }) => ({
      body: call.endsWith('state-login') ? ok('<State>-1</State><password_type>4</password_type>') : body,
    }));
    const session = new Session(device.url, device.wire);
    assert.equal(await isProtected(session, await readLoginState(session)), needed);
  }
});

test('a plain login sends base64 and repeats the type', async (t) => {
  const device = await startDevice(t, () => ({ body: ok() }));
  const session = new Session(device.url, device.wire);
  const state = { type: 'plain', passwordType: 3, loggedIn: false, locked: false, waitMinutes: undefined } as const;
  await logIn(session, state, credentials, systemRandom);
  const body = device.seen.at(-1)?.body ?? '';
  assert.ok(
    body.endsWith(
      `<request><Username>admin</Username><Password>${Buffer.from(credentials.password).toString('base64')}</Password><password_type>3</password_type></request>`,
    ),
  );
});

test('each refusal is named, and no password leaves for a locked device', async (t) => {
  const state = { type: 'plain', passwordType: 0, loggedIn: false, locked: false, waitMinutes: 3 } as const;
  for (const [code, trouble] of [
    [108001, 'wrong'],
    [108002, 'wrong'],
    [108006, 'wrong'],
    [108007, 'locked'],
    [108003, 'occupied'],
    [108005, 'occupied'],
    [115002, 'change-password'],
  ] as const) {
    const device = await startDevice(t, ({ call }) =>
      call.includes('user/login') ? { body: error(code) } : undefined,
    );
    await assert.rejects(
      logIn(new Session(device.url, device.wire), state, credentials, systemRandom),
      (thrown) => thrown instanceof LoginRefusedError && thrown.trouble === trouble && thrown.waitMinutes === 3,
    );
  }
  const locked = await startDevice(t, () => undefined);
  await assert.rejects(
    logIn(new Session(locked.url, locked.wire), { ...state, locked: true }, credentials, systemRandom),
    LoginRefusedError,
  );
  assert.equal(locked.seen.length, 0);
});
