import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, type TestStore } from '../../test/helpers/databases.ts';
import { draftOf, outcomeOf, started } from '../../test/helpers/drafts.ts';
import { commitMessage } from './commit-message.ts';
import { command } from './database.ts';
import { recordOutcome } from './outbox.ts';
import { applyReport } from './reports.ts';

const addDestination = command('addDestination', async (trx, { id, kind }: { id: string; kind: string }) => {
  const usual = { owner_id: 'ann', enabled: 1, show: 'code', config: '{}', provisioned: 0 } as const;
  await trx
    .insertInto('destinations')
    .values({ ...usual, id, kind, template: null, off_reason: null, off_at: null, retired_at: null })
    .execute();
});

describe('a report of the network', () => {
  let store: TestStore;
  before(async () => {
    store = await openTestStore();
  });
  after(() => store.dispose());

  it('settles what one of our lines sent, and no other delivery with the same receipt', async () => {
    const { database } = store;
    await database.write(addDestination, { id: 'phone', kind: 'sms' });
    await database.write(addDestination, { id: 'hook', kind: 'webhook' });
    const { messageId, deliveries } = await database.write(
      commitMessage,
      draftOf(store, { destinations: ['phone', 'hook'] }),
    );
    for (const { id, destination_id: destinationId } of deliveries)
      await database.write(recordOutcome, { ...outcomeOf(id, messageId), destinationId, receipt: 'SM1' });
    const report = { receipt: 'SM1', state: 'delivered', detail: null, at: started } as const;
    const applied = await database.write(applyReport, { sourceId: 'stick', report, now: started });
    assert.deepEqual(applied, { deliveries: 1, codes: 0, texts: [] });
    const rows = await database.read.selectFrom('deliveries').select(['destination_id', 'state']).execute();
    assert.deepEqual(Object.fromEntries(rows.map((row) => [row.destination_id, row.state])), {
      phone: 'delivered',
      hook: 'sent',
    });
  });
});
