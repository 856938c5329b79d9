import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { createBucket } from './rate-limit.ts';

describe('createBucket', () => {
  it('lets a burst through, then so many per second', () => {
    const clock = createManualClock(0);
    const bucket = createBucket(clock, { perSecond: 2, burst: 3 });
    const taken = () => [1, 2, 3, 4].map(() => bucket.take()).filter(Boolean).length;
    assert.equal(taken(), 3);
    clock.advance(1_000);
    assert.equal(taken(), 2);
    clock.advance(60_000);
    assert.equal(taken(), 3);
  });

  it('says how long to wait, and takes back what did not count', () => {
    const clock = createManualClock(0);
    const bucket = createBucket(clock, { perSecond: 0.25, burst: 1 });
    assert.ok(bucket.take());
    assert.ok(!bucket.take());
    assert.equal(bucket.waitSeconds(), 4);
    bucket.giveBack();
    bucket.giveBack();
    assert.ok(bucket.take());
    assert.ok(!bucket.take());
  });

  it('is not emptied by a clock that goes back', () => {
    let now = 10_000;
    const bucket = createBucket({ now: () => now, after: () => ({ cancel() {} }) }, { perSecond: 1, burst: 2 });
    now = 0;
    assert.ok(bucket.take());
    assert.ok(bucket.take());
  });
});
