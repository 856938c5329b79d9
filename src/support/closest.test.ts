import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closest } from './closest.ts';

test('a slip of the fingers is understood', () => {
  const known = ['url', 'password', 'pollSeconds'];
  assert.equal(closest('pasword', known), 'password');
  assert.equal(closest('pollseconds', known), 'pollSeconds');
  assert.equal(closest('ulr', known), 'url');
  assert.equal(closest('colour', known), undefined);
  assert.equal(closest('x', []), undefined);
});
