import assert from 'node:assert/strict';
import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { temporaryFolder } from '../../test/helpers/databases.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { command } from './database.ts';
import { SqliteWriter } from './sqlite-writer.ts';
import type { Tables } from './tables.ts';

const put = command('put', async (trx, name: string) => {
  await trx.insertInto('settings').values({ name, value: 'x' }).execute();
});
const refuse = command('refuse', async (trx, name: string) => {
  await trx.insertInto('settings').values({ name, value: 'x' }).execute();
  throw new KeypigeonError('conflict', 'refused');
});

describe('the writer', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let database: SQLite.Database;
  let writer: SqliteWriter;

  beforeEach(() => {
    folder = temporaryFolder();
    database = new SQLite(join(folder.path, 'test.db'), { timeout: 50 });
    database.pragma('journal_mode = WAL');
    database.exec('create table settings (name text primary key, value text)');
    writer = newWriter(database);
  });
  afterEach(async () => {
    await writer.close();
    database.close();
    folder.remove();
  });

  function newWriter(over: SQLite.Database, sync = async () => {}): SqliteWriter {
    return new SqliteWriter(over, new Kysely<Tables>({ dialect: new SqliteDialect({ database: over }) }), { sync });
  }
  const names = () => database.prepare('select name from settings order by name').pluck().all();

  it('takes nothing from the others when one refuses', async () => {
    const results = await Promise.allSettled([
      writer.write(put, 'a'),
      writer.write(refuse, 'b'),
      writer.write(put, 'c'),
    ]);
    assert.deepEqual(
      results.map((one) => one.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(names(), ['a', 'c']);
  });

  it('refuses while another process writes, and goes on afterwards', async () => {
    const other = new SQLite(join(folder.path, 'test.db'));
    other.exec('begin immediate');
    await assert.rejects(writer.write(put, 'a'), { code: 'store-unavailable' });
    other.exec('rollback');
    other.close();
    await writer.write(put, 'b');
    assert.deepEqual(names(), ['b']);
  });

  it('answers everybody and goes on when even the rollback fails', async () => {
    let failing = true;
    const failure = () => Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
    const prepare = database.prepare.bind(database);
    database.prepare = ((sql: string) => {
      const statement = prepare(sql);
      if (sql !== 'commit' && sql !== 'rollback') return statement;
      const run = statement.run.bind(statement);
      statement.run = (() => {
        if (failing) throw failure();
        return run();
      }) as typeof statement.run;
      return statement;
    }) as typeof database.prepare;
    const own = newWriter(database);
    const results = await Promise.allSettled([own.write(put, 'a'), own.write(put, 'b')]);
    assert.deepEqual(
      results.map((one) => one.status === 'rejected' && (one.reason as KeypigeonError).code),
      ['store-unavailable', 'store-unavailable'],
    );
    await assert.rejects(own.write(put, 'c'), { code: 'store-unavailable' });
    failing = false;
    await own.write(put, 'd');
    await own.close();
    assert.deepEqual(names(), ['d']);
  });

  it('answers only once what was committed is on the disk', async () => {
    const disk = Promise.withResolvers<void>();
    const own = newWriter(database, () => disk.promise);
    let isAnswered = false;
    const written = own.write(put, 'a').then(() => {
      isAnswered = true;
    });
    await isCommitted();
    assert.equal(isAnswered, false);
    disk.resolve();
    await written;
    await own.close();
  });

  it('copies the log into the file when the disk did not take it, and tells nobody before', async () => {
    let syncs = 0;
    const own = newWriter(database, async () => {
      syncs += 1;
      if (syncs === 1) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
    });
    const reader = new SQLite(join(folder.path, 'test.db'));
    reader.exec('begin');
    reader.prepare('select * from settings').all();
    let isAnswered = false;
    const first = own.write(put, 'a').then(() => {
      isAnswered = true;
    });
    await isCommitted();
    // Nothing of it was committed: it can be refused at once.
    await assert.rejects(own.write(put, 'b'), { code: 'store-unavailable' });
    assert.equal(isAnswered, false);
    reader.close();
    await first;
    assert.equal(statSync(join(folder.path, 'test.db-wal')).size, 0, 'no damaged log is found after a power loss');
    assert.equal(syncs, 2, 'nor the one that was emptied');
    assert.deepEqual(readWithoutLog(), ['a']);
    await own.write(put, 'c');
    await own.close();
    assert.deepEqual(names(), ['a', 'c']);
  });

  it('is closed although the disk takes nothing any more, and says so', async () => {
    const own = newWriter(database, async () => {
      throw Object.assign(new Error('i/o error'), { code: 'EIO' });
    });
    const written = own.write(put, 'a');
    await Promise.all([assert.rejects(written, { code: 'store-unavailable' }), isCommitted().then(() => own.close())]);
  });

  async function isCommitted(): Promise<void> {
    while (names().length === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  /** What is in the file itself. */
  function readWithoutLog(): unknown[] {
    const copy = join(folder.path, 'copy.db');
    copyFileSync(join(folder.path, 'test.db'), copy);
    const alone = new SQLite(copy);
    try {
      return alone.prepare('select name from settings order by name').pluck().all();
    } finally {
      alone.close();
    }
  }

  it('commits what waits when it is closed, and takes nothing more', async () => {
    const waiting = Array.from({ length: 20 }, (_, count) => writer.write(put, `name-${count}`));
    await writer.close();
    await Promise.all(waiting);
    assert.equal(names().length, 20);
    await assert.rejects(writer.write(put, 'late'), { code: 'shutting-down' });
  });
});
