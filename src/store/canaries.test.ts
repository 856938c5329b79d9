import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import {
  beginCanaryRun,
  canaryArrived,
  canaryLeaves,
  canaryRuns,
  canaryStates,
  claimCanary,
  loseCanaries,
  settleCanary,
} from './canaries.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const now = 1_800_000_000_000;
const owners = { burner: 'ann' };

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`line tests on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
    });
    after(() => store.dispose());

    const begin = async (id: string, at = now) => {
      const run = { id, canary_id: 'daily', line_id: 'burner', via: 'office', started_at: at, due_at: at + 120_000 };
      await store.database.write(beginCanaryRun, run);
    };
    const leave = (id: string, at = now) => store.database.write(canaryLeaves, { id, now: at, dueAt: at + 300_000 });
    const arrive = (id: string, at: number, lineId = 'burner') =>
      store.database.write(canaryArrived, { id, lineId, ownerId: 'ann', sourceId: 'stick', now: at });
    const lose = (at: number) => store.database.write(loseCanaries, { now: at, owners });
    const lostSince = async () => (await canaryStates(store.database))[0]?.lost_since;

    it('have one node that sends', async () => {
      const claim = (force: boolean) =>
        store.database.write(claimCanary, { id: 'daily', now, nextAt: now + 60_000, force });
      const claims = await Promise.all(Array.from({ length: 8 }, () => claim(false)));
      assert.equal(claims.filter(Boolean).length, 1);
      assert.equal(await claim(true), true, 'somebody asks for it');
    });

    it('arrive once, at their own line', async () => {
      await begin('one');
      await leave('one');
      assert.equal(await arrive('one', now + 2_000, 'office'), undefined);
      assert.equal((await arrive('one', now + 2_000))?.state, 'arrived');
      assert.equal(await arrive('one', now + 3_000), undefined);
      const about = { id: 'one', state: 'failed', reason: 'late', ownerId: 'ann', now } as const;
      assert.equal(await store.database.write(settleCanary, about), undefined);
      assert.equal((await canaryRuns(store.database, 'daily', 5))[0]?.arrived_at, now + 2_000);
    });

    it('are lost after their time, and found again when they come', async () => {
      await begin('two', now + 1);
      await leave('two', now + 1);
      assert.deepEqual(await lose(now + 300_000), []);
      const lost = await Promise.all(Array.from({ length: 4 }, () => lose(now + 300_001)));
      assert.deepEqual(
        lost.flat().map(({ id }) => id),
        ['two'],
      );
      assert.equal(await lostSince(), now + 1);
      assert.equal((await arrive('two', now + 900_000))?.state, 'arrived');
      assert.equal(await lostSince(), null);
    });

    it('that never left are not lost', async () => {
      await begin('three', now + 2);
      assert.deepEqual(await lose(now + 120_002), []);
      assert.equal((await canaryRuns(store.database, 'daily', 1))[0]?.state, 'unknown');
      assert.equal(await lostSince(), null);
    });
  });
}
