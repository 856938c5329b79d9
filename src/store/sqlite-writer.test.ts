import assert from 'node:assert/strict';
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

  function newWriter(over: SQLite.Database): SqliteWriter {
    return new SqliteWriter(over, new Kysely<Tables>({ dialect: new SqliteDialect({ database: over }) }));
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

  it('commits what waits when it is closed, and takes nothing more', async () => {
    const waiting = Array.from({ length: 20 }, (_, count) => writer.write(put, `name-${count}`));
    await writer.close();
    await Promise.all(waiting);
    assert.equal(names().length, 20);
    await assert.rejects(writer.write(put, 'late'), { code: 'shutting-down' });
  });
});
