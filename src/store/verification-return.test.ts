import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openTestStore, startPostgres } from '../../test/helpers/databases.ts';
import { takeReturn } from './verification-return.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

for (const dialect of ['sqlite', 'postgres'] as const)
  describe(`the return from a hosted page, on ${dialect}`, () => {
    it('is taken once, whoever is faster', async () => {
      const store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
      try {
        const take = (appId: string, verificationId: string) =>
          store.database.write(takeReturn, { appId, verificationId, now: 1_700_000_000_000 });
        const taken = await Promise.all(Array.from({ length: 20 }, () => take('AC1', 'one')));
        assert.equal(taken.filter(Boolean).length, 1);
        assert.deepEqual(
          [await take('AC1', 'two'), await take('AC2', 'one'), await take('AC1', 'two')],
          [true, true, false],
        );
      } finally {
        await store.dispose();
      }
    });
  });
