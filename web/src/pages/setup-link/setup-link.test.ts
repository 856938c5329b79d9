import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepOf } from './step.ts';
import { readToken } from './token.ts';

const nothing = { passkeys: [], password: false, passwordAlone: false, authenticatorApp: false };
const passkey = { id: 'one', name: 'Phone', host: 'localhost', createdAt: '2026-01-01T00:00:00Z', lastUsedAt: null };

test('a reload goes on where it was', () => {
  assert.equal(stepOf(nothing), 'how');
  assert.equal(stepOf({ ...nothing, passkeys: [passkey] }), 'finish');
  assert.equal(stepOf({ ...nothing, password: true }), 'app');
  assert.equal(stepOf({ ...nothing, password: true, passwordAlone: true }), 'finish');
  assert.equal(stepOf({ ...nothing, password: true, authenticatorApp: true }), 'codes');
});

test('only a whole token is taken from an address', () => {
  const token = 'A-_z'.repeat(10).concat('abc');
  assert.equal(readToken(`#${token}`), token);
  for (const other of ['', '#', `#${token}x`, `#${token.slice(1)}`, `#${token.slice(1)}.`]) {
    assert.equal(readToken(other), null, other);
  }
});
