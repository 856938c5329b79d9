import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { openTestStore, startPostgres, type TestStore } from '../../../test/helpers/databases.ts';
import { command } from '../database.ts';
import { migrate } from '../migrate.ts';
import { logChanges } from '../verification-log.ts';
import { followTrail, newestOfTrail } from '../verification-trail.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a store from before apps followed the trail itself, on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
      await store.database.write(undo, undefined);
    });
    after(() => store.dispose());

    const undo = command('undo', async (trx) => {
      const run = (statement: string) => sql.raw(statement).execute(trx);
      await run('alter table verify_sends add column converted integer not null default 0');
      if (dialect === 'postgres') {
        await run('alter table verify_audit drop constraint verify_audit_pkey');
        await run('alter table verify_audit drop column xid');
        await run('alter table verify_audit add primary key (seq)');
      }
      await run('alter table verify_audit drop column status');
      await run("delete from migrations where name = '0015-trail'");
      for (const change of ['created', 'sent', 'approved']) {
        const data = JSON.stringify({ verificationId: 'v', change, status: 'pending', detail: null });
        await run(`insert into events (kind, owner_id, data, created_at, copy)
          values ('verification', 'AC1', '${data}', 1800000000000, 0)`);
      }
      await run(`insert into verify_audit (at, app_id, verification_id, event) values (1, 'AC1', 'v', 'created')`);
      const position = dialect === 'sqlite' ? "'0-' || min(seq)" : "min(xid) || '-' || min(seq)";
      await run(`insert into verify_hooks (app_id, sealed, position, created_at)
        select 'AC1', '', ${position}, 1 from events`);
    });

    it('calls its apps for what they were not told, and then goes on', async () => {
      const { database } = store;
      await migrate(database);
      const calls = await database.read.selectFrom('verify_hook_calls').select('body').orderBy('id').execute();
      assert.deepEqual(
        calls.map(({ body }) => JSON.parse(body)),
        ['sent', 'approved'].map((change) => ({
          type: `verification.${change}`,
          timestamp: '2027-01-15T08:00:00.000Z',
          data: { verificationId: 'v', status: 'pending', detail: null },
        })),
      );
      const { position } = await database.read.selectFrom('verify_hooks').select('position').executeTakeFirstOrThrow();
      assert.equal(position, await newestOfTrail(database));
      const change = { at: 2, appId: 'AC1', verificationId: 'v', change: 'expired', detail: null, destHash: null };
      await database.write(
        command('log', (trx) => logChanges(trx, [{ ...change, status: 'expired' }])),
        undefined,
      );
      const { events, reset } = await followTrail(database, 'AC1', position, 10);
      assert.deepEqual([reset, events.map(({ data }) => data.change)], [false, ['expired']]);
      assert.equal((await followTrail(database, 'AC1', '0-1', 10)).reset, true, 'a position of the events from before');
    });
  });
}
