import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRetryAfter } from './retry-after.ts';

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

test('Retry-After in seconds, whole or not', () => {
  assert.equal(readRetryAfter('30', now), 30_000);
  assert.equal(readRetryAfter(' 0 ', now), 0);
  assert.equal(readRetryAfter('0.65', now), 650);
  assert.equal(readRetryAfter(['7', '9'], now), 7_000);
});

test('Retry-After as an HTTP date', () => {
  assert.equal(readRetryAfter('Sun, 22 Nov 2026 12:02:00 GMT', now), 120_000);
  assert.equal(readRetryAfter('Sunday, 22-Nov-26 12:02:00 GMT', now), 120_000);
  assert.equal(readRetryAfter('Sun, 22 Nov 2026 11:00:00 GMT', now), 0);
});

test('a missing, unreadable or absurd Retry-After', () => {
  for (const header of [undefined, '', '-3', 'soon', 'NaN', '1e9'])
    assert.equal(readRetryAfter(header, now), undefined);
  assert.equal(readRetryAfter('99999999999', now), 24 * 60 * 60 * 1000);
});
