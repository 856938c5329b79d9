import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openTestStore } from '../../test/helpers/databases.ts';
import { command } from './database.ts';

const fill = command('fill', async (trx, number: number) => {
  const row = { name: `row-${number}`, value: 'x'.repeat(60_000) };
  await trx.insertInto('settings').values(row).execute();
});

describe('checkpointer', () => {
  it('copies the log into the database while the hub goes on writing', async () => {
    const store = await openTestStore();
    const file = join(store.folder, 'keypigeon.db');
    const before = statSync(file).size;
    const until = Date.now() + 10_000;
    for (let number = 0; Date.now() < until && statSync(file).size === before; number++) {
      await store.database.write(fill, number);
    }
    assert.ok(statSync(file).size > before, 'pages of the log are in the file');
    await store.dispose();
  });
});
