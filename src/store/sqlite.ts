import SQLite from 'better-sqlite3';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { Checkpointer } from './checkpointer.ts';
import { countVersions, type Database } from './database.ts';
import { runHotDirectly } from './hot-query.ts';
import { LogSync } from './log-sync.ts';
import { SqliteWriter } from './sqlite-writer.ts';
import type { Tables } from './tables.ts';

/** How long a statement waits while another process (a backup, the command line) holds the file. */
const busyTimeoutMs = 5_000;

/** What the writer keeps in memory at most: SQLite's 2 MB are less than the pages that limits and indexes are spread over. */
const writerCacheKib = 16_384;

/** From how many pages of the log SQLite copies it by itself, where nobody else does (sqlite.org/wal.html, "Automatic Checkpoint"). */
const sqliteDefaultPages = 1_000;

/**
 * SQLite in one file: WAL, whose log the writer brings to the disk before anybody is answered (`synchronous=NORMAL` by
 * itself loses acknowledged rows at power loss), `secure_delete` so that a purged text is overwritten. One connection
 * writes, a second one only reads.
 */
export function openSqlite(file: string): Database & { checkpoint(): boolean } {
  const writing = connect(file, false);
  const writerDb = kyselyOver(writing);
  const checkpointer = new Checkpointer(file, () => void writing.pragma(`wal_autocheckpoint = ${sqliteDefaultPages}`));
  const log = new LogSync(file);
  const writer = new SqliteWriter(writing, writerDb, { sync: log.sync, onCommit: () => checkpointer.committed() });
  const reading = connect(file, true);
  const read = kyselyOver(reading);
  return {
    dialect: 'sqlite',
    read,
    readByKey: read,
    ...countVersions((command, args) => writer.write(command, args)),
    checkpoint: () => checkpoint(writing),
    async close() {
      await writer.close();
      await checkpointer.close();
      await read.destroy();
      await writerDb.destroy();
      log.close();
    },
  };
}

/** A connection that only reads, for a thread of its own. */
export function openSqliteReader(file: string): Kysely<Tables> {
  return kyselyOver(connect(file, true));
}

/** False: another process reads the file, so that the log stays; waiting for it would hold up the whole hub. */
function checkpoint(database: SQLite.Database): boolean {
  database.pragma('busy_timeout = 0');
  try {
    const [result] = database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return result?.busy === 0;
  } finally {
    database.pragma(`busy_timeout = ${busyTimeoutMs}`);
  }
}

function connect(file: string, readonly: boolean): SQLite.Database {
  const database = new SQLite(file, { readonly });
  if (!readonly) {
    database.pragma('journal_mode = WAL');
    database.pragma('secure_delete = ON');
    // Left to the checkpointer's thread: here it would hold up whoever commits, and everybody behind them.
    database.pragma('wal_autocheckpoint = 0');
    database.pragma(`cache_size = -${writerCacheKib}`);
  }
  // The writer brings the log to the disk itself, at each commit; SQLite, whenever it copies it.
  database.pragma('synchronous = NORMAL');
  database.pragma(`busy_timeout = ${busyTimeoutMs}`);
  database.pragma('foreign_keys = ON');
  return database;
}

function kyselyOver(database: SQLite.Database): Kysely<Tables> {
  const statements = withCachedStatements(database);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: statements }) });
  runHotDirectly(db, (sql, parameters) => {
    const statement = statements.prepare(sql);
    if (statement.reader) return statement.all(parameters);
    statement.run(parameters);
    return [];
  });
  return db;
}

/** Statements that Kysely asks for again are the prepared ones; the oldest go when there are many. */
function withCachedStatements(database: SQLite.Database, limit = 300): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = database.prepare(sql) as unknown as SqliteStatement;
      statements.set(sql, statement);
      if (statements.size > limit) statements.delete(statements.keys().next().value ?? '');
      return statement;
    },
    close: () => void database.close(),
  };
}
