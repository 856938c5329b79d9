import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lifetimes, purgeAtWhenUnreached } from './lifetime.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const receivedAt = Date.UTC(2025, 10, 14, 12, 0);

test('a code that states nothing is delivered for 10 minutes and erased 15 minutes after receipt', () => {
  assert.deepEqual(lifetimes({ receivedAt, hasCode: true, expiresInSeconds: null }), {
    deliverUntil: receivedAt + 10 * minute,
    purgeAt: receivedAt + 15 * minute,
    expiresAt: null,
  });
});

test('other text is delivered for a day', () => {
  const { deliverUntil, purgeAt } = lifetimes({ receivedAt, hasCode: false, expiresInSeconds: null });
  assert.equal(deliverUntil, receivedAt + day);
  assert.equal(purgeAt, receivedAt + day + 5 * minute);
});

test('the stated lifetime wins', () => {
  assert.deepEqual(lifetimes({ receivedAt, hasCode: true, expiresInSeconds: 1800 }), {
    deliverUntil: receivedAt + 30 * minute,
    purgeAt: receivedAt + 35 * minute,
    expiresAt: receivedAt + 30 * minute,
  });
});

test('nothing is erased before 15 minutes are over', () => {
  const { deliverUntil, purgeAt } = lifetimes({ receivedAt, hasCode: true, expiresInSeconds: 120 });
  assert.equal(deliverUntil, receivedAt + 2 * minute);
  assert.equal(purgeAt, receivedAt + 15 * minute);
});

test('after an outage life counts from when the text was sent', () => {
  const sentAt = receivedAt - hour;
  const late = lifetimes({ receivedAt, sentAt, hasCode: true, expiresInSeconds: 600 });
  assert.equal(late.deliverUntil, sentAt + 10 * minute);
  assert.equal(late.expiresAt, sentAt + 10 * minute);
  assert.equal(late.purgeAt, receivedAt + 15 * minute);
});

test('a wrong clock at the sender is ignored', () => {
  for (const sentAt of [receivedAt + 1, receivedAt + day, 0, Date.UTC(2000, 0, 1), Number.NaN]) {
    const { deliverUntil } = lifetimes({ receivedAt, sentAt, hasCode: true, expiresInSeconds: null });
    assert.equal(deliverUntil, receivedAt + 10 * minute);
  }
});

test('absurd lifetimes are bounded', () => {
  const short = lifetimes({ receivedAt, hasCode: true, expiresInSeconds: 1 });
  assert.equal(short.deliverUntil, receivedAt + minute);
  assert.equal(short.expiresAt, receivedAt + 1000);
  const long = lifetimes({ receivedAt, hasCode: true, expiresInSeconds: 1e12 });
  assert.equal(long.deliverUntil, receivedAt + 7 * day);
  for (const expiresInSeconds of [0, -5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.equal(lifetimes({ receivedAt, hasCode: true, expiresInSeconds }).expiresAt, null);
  }
});

test('a code text that reached nobody is kept a day', () => {
  assert.equal(purgeAtWhenUnreached({ receivedAt, purgeAt: receivedAt + 15 * minute }), receivedAt + day);
  assert.equal(purgeAtWhenUnreached({ receivedAt, purgeAt: receivedAt + 3 * day }), receivedAt + 3 * day);
});
