import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { command } from './database.ts';
import { logChanges } from './verification-log.ts';
import { followTrail, newestOfTrail, trailWindow } from './verification-trail.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`the trail of an app to which little happens, on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
    });
    after(() => store.dispose());

    const log = command('log', async (trx, event: string) => {
      const about = { at: 1, appId: 'quiet', verificationId: 'v', detail: null, destHash: null, status: 'pending' };
      await logChanges(trx, [{ ...about, change: event }]);
    });
    const fill = command('fill', async (trx, count: number) => {
      await sql`insert into verify_audit (at, app_id, verification_id, event, status)
        with recursive n(i) as (select 1 union all select i + 1 from n where i < ${sql.lit(count)})
        select i, 'busy', 'w', 'created', 'pending' from n`.execute(trx);
    });

    it('is looked through a window at a time, and nothing of it is missed or told twice', async () => {
      const { database } = store;
      const begin = await newestOfTrail(database);
      await database.write(fill, trailWindow * 2);
      await database.write(log, 'first');
      await database.write(fill, trailWindow + 100);
      await database.write(log, 'second');
      const told: unknown[] = [];
      let looks = 0;
      let position = begin;
      for (let more = true; more; looks += 1) {
        const page = await followTrail(database, 'quiet', position, 10);
        assert.equal(page.reset, false);
        told.push(...page.events.map(({ data }) => data.change));
        ({ upTo: position, more } = page);
      }
      assert.deepEqual(told, ['first', 'second']);
      assert.equal(position, await newestOfTrail(database));
      assert.equal(looks, 4);
    });

    it('goes on behind what befell others', async () => {
      const { database } = store;
      await database.write(fill, 10);
      const position = await newestOfTrail(database);
      await database.write(fill, 10);
      const passed = await followTrail(database, 'quiet', position, 10);
      assert.deepEqual(passed, { events: [], reset: false, upTo: await newestOfTrail(database), more: false });
      assert.deepEqual(await followTrail(database, 'quiet', passed.upTo, 10), passed);
      await database.write(log, 'third');
      const { events } = await followTrail(database, 'quiet', passed.upTo, 10);
      assert.deepEqual(
        events.map(({ data }) => data.change),
        ['third'],
      );
    });
  });
}
