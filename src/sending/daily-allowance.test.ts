import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestStore } from '../../test/helpers/databases.ts';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { DailyAllowance } from './daily-allowance.ts';

const noon = Date.UTC(2027, 0, 15, 12);
const dayMs = 24 * 60 * 60_000;

describe('the allowance of a day', () => {
  it('gives what the cap allows and no more, whoever asks at once', async () => {
    for (const cap of [0, 1, 100, 5_000]) {
      await withAllowance(async ({ open }) => {
        const allowance = open();
        const asked = await Promise.all(Array.from({ length: cap + 50 }, () => allowance.take(cap)));
        assert.equal(asked.filter(Boolean).length, cap);
        assert.equal(await allowance.taken(), cap);
      });
    }
  });

  it('is shared by several, and by what comes after a restart', () =>
    withAllowance(async ({ open }) => {
      const [one, other] = [open(), open()];
      for (let count = 0; count < 30; count++) assert.ok((await one.take(5_000)) && (await other.take(5_000)));
      await one.close();
      await other.close();
      assert.equal(await open().taken(), 60);
      const rest = open();
      let left = 0;
      while (await rest.take(5_000)) left++;
      assert.equal(left, 4_940);
    }));

  it('loses less than one in a hundred by a crash', () =>
    withAllowance(async ({ open }) => {
      await open().take(5_000);
      assert.ok((await open().taken()) <= 50);
    }));

  it('takes back what did not leave', () =>
    withAllowance(async ({ open }) => {
      const allowance = open();
      assert.ok(await allowance.take(1));
      await allowance.giveBack();
      assert.ok(await allowance.take(1));
      assert.equal(await allowance.take(1), false);
    }));

  it('begins anew each day and with a smaller cap', () =>
    withAllowance(async ({ open, clock }) => {
      const allowance = open();
      assert.ok(await allowance.take(5_000));
      assert.equal(await allowance.take(1), false);
      await clock.advance(dayMs);
      assert.ok(await allowance.take(1));
      assert.equal(await allowance.take(1), false);
    }));
});

async function withAllowance(
  work: (tools: { open(): DailyAllowance; clock: ReturnType<typeof createManualClock> }) => Promise<void>,
): Promise<void> {
  const store = await openTestStore();
  const clock = createManualClock(noon);
  try {
    await work({ open: () => new DailyAllowance(store.database, clock, 'line:office'), clock });
  } finally {
    await store.dispose();
  }
}
