import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nextAttemptAt } from './backoff.ts';

const start = 1_800_000_000_000;
const hour = 3_600_000;

/** Times of all tries in seconds after the first, when each fails at once. */
function tries(until: number, retryAfterMs?: number): number[] {
  const at: number[] = [0];
  for (let now = start; ; ) {
    const next = nextAttemptAt({
      attempts: at.length,
      firstAttemptAt: start,
      now,
      retryAfterMs,
      deliverUntil: start + until,
      random: 0,
    });
    if (next === null) return at;
    at.push((next - start) / 1000);
    now = next;
  }
}

describe('backoff', () => {
  it('tries often in the first minutes, then every 3 min', () => {
    assert.deepEqual(tries(600_000), [0, 1, 3, 8, 20, 45, 90, 180, 360, 540]);
  });

  it('tries every 15 min after an hour', () => {
    const late = tries(3 * hour).filter((seconds) => seconds > 3600 + 180);
    const pauses = late.slice(1).map((seconds, index) => seconds - (late[index] ?? 0));
    assert.ok(pauses.length > 3);
    assert.deepEqual([...new Set(pauses)], [900]);
  });

  it('waits as long as the other side asks', () => {
    assert.deepEqual(tries(100_000, 30_000), [0, 30, 60, 90]);
  });

  it('gives up when the next try would come after the lifetime', () => {
    assert.deepEqual(tries(2_500), [0, 1]);
  });

  it('keeps a pause after a try that itself took long, and lengthens it by at most a tenth', () => {
    const failed = {
      attempts: 1,
      firstAttemptAt: start,
      now: start + 10_000,
      retryAfterMs: undefined,
      deliverUntil: start + hour,
    };
    assert.equal(nextAttemptAt({ ...failed, random: 0 }), start + 11_000);
    assert.equal(nextAttemptAt({ ...failed, random: 1 }), start + 11_100);
  });
});
