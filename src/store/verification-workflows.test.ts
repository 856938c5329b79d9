import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { verificationRow } from '../../test/helpers/verification-rows.ts';
import { command } from './database.ts';
import type { VerificationRow } from './verification-tables.ts';
import { findWorkflow, insertWorkflows, skipStep } from './verification-workflows.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const insert = command('insert', async (trx, row: VerificationRow): Promise<void> => {
  await trx.insertInto('verifications').values(row).execute();
  await insertWorkflows(trx, [{ verification_id: row.id, step: 0, due_at: 1 }]);
});

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`workflows on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
    });
    after(() => store.dispose());

    it('do not go on where the person had it sent again since that was judged', async () => {
      await store.database.write(insert, { ...verificationRow('v1', 1), sends: 2 });
      const goOn = async (afterSends: number) => {
        const advance = { from: 0, to: 1, dueAt: null, asked: false, afterSends, detail: 'sms silent, call' };
        await store.database.write(skipStep, { id: 'v1', advance });
        return (await findWorkflow(store.database, 'v1'))?.step;
      };
      assert.equal(await goOn(1), 0);
      assert.equal(await goOn(2), 1);
    });
  });
}
