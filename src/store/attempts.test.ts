import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { countAttempts, listAttempts } from './attempts.ts';
import { command } from './database.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

/** More than two slices of what is looked at in one go. */
const count = 4_500;
const idOf = (number: number) => `${number.toString(16).padStart(8, '0')}-0000-7000-8000-000000000000`;

const fill = command('fill', async (trx) => {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: idOf(index),
    at: 1_800_000_000_000 + index,
    app: index % 2 === 0 ? 'busy' : 'other',
    region: index === 2 ? 'IS' : 'US',
    status: index % 4 === 0 ? 'approved' : 'expired',
  }));
  for (let at = 0; at < rows.length; at += 500) {
    const part = rows.slice(at, at + 500);
    const codes = part.map(
      ({ id, at, app, region, status }) => sql`(${id}, ${app}, 's', 'login', 'd', 'l', ${region}, 'sms', ${status},
        'k', 'salt', 6, 'en', 0, 1, 5, 1, 5, ${at}, ${at}, ${at}, ${at}, ${at})`,
    );
    await sql`insert into verifications (id, app_id, service_id, purpose, dest_hash, limit_key, region, channel, status,
      key_id, salt, code_length, locale, test, attempts, max_attempts, sends, max_sends, last_send_at, next_send_at,
      created_at, updated_at, expires_at) values ${sql.join(codes)}`.execute(trx);
    const sends = part.map(
      ({ id, at, app, region }) =>
        sql`(${id}, ${id}, ${app}, 's', 1, 'sms', ${region}, 'line', 'sent', 'n', ${at}, ${at})`,
    );
    await sql`insert into verify_sends (id, verification_id, app_id, service_id, number, kind, region, channel, state,
      node_id, created_at, updated_at) values ${sql.join(sends)}`.execute(trx);
  }
});

const failOver = command('failOver', async (trx, id: string) => {
  const before = await trx.selectFrom('verify_sends').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  await trx
    .insertInto('verify_sends')
    .values({ ...before, id: `${id.slice(0, -1)}1` })
    .execute();
});

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`the attempts of an app with many, on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
      await store.database.write(fill, undefined);
    });
    after(() => store.dispose());

    it('are counted, all and those of a filter', async () => {
      const { database } = store;
      assert.deepEqual(await countAttempts(database, { appId: 'busy' }), { all: count / 2, converted: count / 4 });
      assert.deepEqual(await countAttempts(database, { appId: 'busy', region: 'IS' }), { all: 1, converted: 0 });
      const recent = { appId: 'busy', after: 1_800_000_000_000 + count - 100 };
      assert.deepEqual(await countAttempts(database, recent), { all: 50, converted: 25 });
      assert.deepEqual(await countAttempts(database, { appId: 'nobody' }), { all: 0, converted: 0 });
    });

    it('are listed page by page in both directions, each once', async () => {
      const { database } = store;
      const filter = { appId: 'busy' };
      const all = Array.from({ length: count / 2 }, (_, index) => idOf(count - 2 - 2 * index));
      const listed: string[] = [];
      for (let more = true; more; ) {
        const last = listed.at(-1);
        const page = await listAttempts(database, filter, last === undefined ? { skip: 0 } : { olderThan: last }, 700);
        listed.push(...page.attempts.map(({ id }) => id));
        ({ more } = page);
      }
      assert.deepEqual(listed, all);
      const ids = ({ attempts }: Awaited<ReturnType<typeof listAttempts>>) => attempts.map(({ id }) => id);
      assert.deepEqual(ids(await listAttempts(database, filter, { newerThan: idOf(0) }, 2)), [idOf(4), idOf(2)]);
      assert.deepEqual(ids(await listAttempts(database, filter, { skip: 2_100 }, 2)), all.slice(2_100, 2_102));
      const far = await listAttempts(database, { ...filter, region: 'IS' }, { skip: 0 }, 50);
      assert.deepEqual([ids(far), far.more], [[idOf(2)], false]);
    });

    it('brought a code that a second provider sent once', async () => {
      const { database } = store;
      const first = idOf(0);
      await database.write(failOver, first);
      const filter = { appId: 'busy', verificationId: first };
      assert.deepEqual(await countAttempts(database, filter), { all: 2, converted: 1 });
      const { attempts } = await listAttempts(database, filter, { skip: 0 }, 50);
      assert.deepEqual(
        attempts.map(({ id, converted }) => [id === first, converted]),
        [
          [false, 1],
          [true, 0],
        ],
      );
    });
  });
}
