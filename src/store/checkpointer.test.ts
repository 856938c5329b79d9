import assert from 'node:assert/strict';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openTestStore, temporaryFolder } from '../../test/helpers/databases.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { Checkpointer } from './checkpointer.ts';
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

  it('says so when its thread cannot open the database, so that the log is kept short otherwise', async () => {
    const folder = temporaryFolder();
    const file = join(folder.path, 'no-database');
    mkdirSync(file);
    writeFileSync(`${file}-wal`, Buffer.alloc(5 * 1024 * 1024));
    let failures = 0;
    const checkpointer = new Checkpointer(file, () => {
      failures += 1;
    });
    for (let commit = 0; commit < 32; commit++) checkpointer.committed();
    await eventually(() => failures === 1, 'told');
    await checkpointer.close();
    folder.remove();
  });
});
