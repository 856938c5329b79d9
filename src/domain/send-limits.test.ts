import assert from 'node:assert/strict';
import { test } from 'node:test';
import { block, judgeLimits, type LimitUse, newLimitRow, usualLimits } from './send-limits.ts';

const now = Date.UTC(2027, 0, 15);
const day = 86_400_000;
const use: LimitUse = { key: 'destination:x', rule: usualLimits.destination, refusal: 'destination-limit' };

function after(sends: number, at: number) {
  let row = newLimitRow(use.key, at);
  for (let sent = 0; sent < sends; sent += 1) row = judgeLimits([use], new Map([[use.key, row]]), at).rows[0] ?? row;
  return row;
}
const waitAt = (row: ReturnType<typeof newLimitRow>, at: number) =>
  judgeLimits([use], new Map([[use.key, row]]), at).refused?.retryAfterMs ?? 0;

test('a window slides', () => {
  const full = after(5, now);
  assert.ok(waitAt(full, now) > 0 && waitAt(full, now) <= 2 * use.rule.shortMs);
  assert.equal(waitAt(full, now + waitAt(full, now) + 1), 0);
});

test('what a clock counted that ran ahead keeps nobody out once it is set back', () => {
  for (const aheadMs of [400 * day, 3 * day, 3_600_000, 60_000]) {
    const wait = waitAt(after(5, now + aheadMs), now);
    assert.ok(wait <= 3 * use.rule.shortMs, `${wait} ms after ${aheadMs} ms ahead`);
  }
  assert.equal(waitAt(block(newLimitRow(use.key, now + 400 * day), now + 400 * day), now), 0);
  assert.ok(waitAt(block(newLimitRow(use.key, now), now), now) > day / 3);
});
