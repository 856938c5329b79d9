import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { administrator, type Viewer } from '../domain/viewer.ts';
import {
  beginCanaryRun,
  canaryArrived,
  canaryLeaves,
  canaryStates,
  claimCanary,
  forgetOtherWays,
  loseCanaries,
  settleCanary,
} from './canaries.ts';
import { canaryRuns } from './canary-runs.ts';
import { command } from './database.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const now = 1_800_000_000_000;
const owners = { burner: 'ann' };
const soonMs = 3_600_000;
const daily = { id: 'daily', to: 'burner', via: 'office' };

const addLine = command('addLine', async (trx) => {
  const line = { id: 'burner', number: null, owner_id: 'ann', unmatched: null, sending: null };
  await trx
    .insertInto('lines')
    .values({ ...line, provisioned: 1, retired_at: null })
    .execute();
});

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
    const lose = (at: number) => store.database.write(loseCanaries, { now: at, owners, soonMs });
    const lostSince = async () => (await canaryStates(store.database))[0]?.lost_since;

    it('have one node that sends', async () => {
      const claim = (force: boolean, latestAt = now + 60_000) =>
        store.database.write(claimCanary, { id: 'daily', now, latestAt, nextAt: now + 60_000, force });
      const claims = await Promise.all(Array.from({ length: 8 }, () => claim(false)));
      assert.equal(claims.filter(Boolean).length, 1);
      assert.equal(await claim(true), true, 'somebody asks for it');
      assert.equal(await claim(false, now + 59_999), true, 'it is to be more often than was said before');
    });

    it('arrive once, at their own line', async () => {
      await begin('one');
      await leave('one');
      assert.equal(await arrive('one', now + 2_000, 'office'), undefined);
      assert.equal((await arrive('one', now + 2_000))?.state, 'arrived');
      assert.equal(await arrive('one', now + 3_000), undefined);
      const about = { id: 'one', state: 'failed', reason: 'late', ownerId: 'ann', now } as const;
      assert.equal(await store.database.write(settleCanary, about), undefined);
      assert.equal((await canaryRuns(store.database, administrator, daily, 5))[0]?.arrived_at, now + 2_000);
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
      const nextAt = async () => (await canaryStates(store.database))[0]?.next_at;
      assert.equal(await nextAt(), now + 60_000, 'it was due before that');
      assert.equal((await arrive('two', now + 900_000))?.state, 'arrived');
      assert.equal(await lostSince(), null);
    });

    it('that never left are not lost', async () => {
      await begin('three', now + 2);
      assert.deepEqual(await lose(now + 120_002), []);
      assert.equal((await canaryRuns(store.database, administrator, daily, 1))[0]?.state, 'unknown');
      assert.equal(await lostSince(), null);
    });

    it('are repeated soon after a loss', async () => {
      const nextAt = now + 86_400_000;
      await store.database.write(claimCanary, { id: 'daily', now, latestAt: nextAt, nextAt, force: true });
      await begin('four', now + 3);
      await leave('four', now + 3);
      await lose(now + 300_004);
      const [state] = await canaryStates(store.database);
      assert.deepEqual([state?.lost_since, state?.next_at], [now + 3, now + 300_004 + soonMs]);
    });

    it('forget a loss on another way than they go now', async () => {
      const forget = (lineId: string, via: string) =>
        store.database.write(forgetOtherWays, { now, ways: [{ id: 'daily', lineId, via }] });
      await forget('burner', 'office');
      assert.equal(await lostSince(), now + 3, 'the same way');
      await forget('burner', 'acme');
      const [state] = await canaryStates(store.database);
      assert.deepEqual([state?.lost_since, state?.next_at], [null, now]);
    });

    it('are shown to whom the line belongs, by the way that they go now', async () => {
      await store.database.write(addLine, undefined);
      const seen = async (viewer: Viewer, test = daily) =>
        (await canaryRuns(store.database, viewer, test, 5)).map(({ id }) => id);
      const person = (personId: string, role: 'owner' | 'member'): Viewer => ({ kind: 'person', personId, role });
      const all = ['four', 'three', 'two', 'one'];
      assert.deepEqual(await seen(administrator), all);
      assert.deepEqual(await seen(person('ann', 'member')), all);
      assert.deepEqual(await seen(person('eve', 'owner')), all);
      assert.deepEqual(await seen(person('bob', 'member')), []);
      assert.deepEqual(await seen(person('ann', 'member'), { ...daily, via: 'acme' }), []);
    });
  });
}
