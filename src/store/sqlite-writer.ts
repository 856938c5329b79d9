import type SQLite from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { KeypigeonError } from '../domain/errors.ts';
import type { Command } from './database.ts';
import type { Tables } from './tables.ts';

interface Job {
  name: string;
  run(): Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Most commands of one transaction: bounds how long the first caller waits for the last. */
const batchLimit = 256;

/**
 * Group commit: commands that wait in this turn of the event loop share one transaction and one sync of the disk, each
 * in a savepoint of its own, so that one that fails takes nothing from the others. Callers are answered after the commit.
 */
export class SqliteWriter {
  readonly #database: SQLite.Database;
  readonly #db: Kysely<Tables>;
  readonly #statements: Record<
    'begin' | 'savepoint' | 'release' | 'rollbackTo' | 'commit' | 'rollback',
    SQLite.Statement
  >;
  #waiting: Job[] = [];
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(database: SQLite.Database, db: Kysely<Tables>) {
    this.#database = database;
    this.#db = db;
    this.#statements = {
      begin: database.prepare('begin immediate'),
      savepoint: database.prepare('savepoint command'),
      release: database.prepare('release command'),
      rollbackTo: database.prepare('rollback to command'),
      commit: database.prepare('commit'),
      rollback: database.prepare('rollback'),
    };
  }

  write<Args, Result>(command: Command<Args, Result>, args: Args): Promise<Result> {
    if (this.#closed) return Promise.reject(new KeypigeonError('shutting-down', 'the store is closed'));
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({
        name: command.name,
        run: () => command.run(this.#db, args),
        resolve: resolve as (value: unknown) => void,
        reject,
      });
      this.#running ??= this.#drain();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // One turn, so that requests that arrived together commit together.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#commitBatch(this.#waiting.splice(0, batchLimit));
    }
    this.#running = null;
  }

  async #commitBatch(batch: Job[]): Promise<void> {
    const answers: (() => void)[] = [];
    try {
      this.#statements.begin.run();
      for (const job of batch) answers.push(await this.#runInSavepoint(job));
      this.#statements.commit.run();
    } catch (error) {
      if (this.#database.inTransaction) this.#statements.rollback.run();
      for (const job of batch) job.reject(unavailable(job.name, error));
      return;
    }
    for (const answer of answers) answer();
  }

  /** Answers with what to tell the caller once the batch is committed; throws when the whole transaction is gone. */
  async #runInSavepoint(job: Job): Promise<() => void> {
    this.#statements.savepoint.run();
    try {
      const result = await job.run();
      this.#statements.release.run();
      return () => job.resolve(result);
    } catch (error) {
      // A full disk ends the whole transaction by itself: nothing of the batch is kept.
      if (!this.#database.inTransaction) throw error;
      this.#statements.rollbackTo.run();
      this.#statements.release.run();
      return () => job.reject(isStoreFailure(error) ? unavailable(job.name, error) : error);
    }
  }
}

function unavailable(name: string, cause: unknown): KeypigeonError {
  const code = (cause as { code?: string } | null)?.code ?? 'error';
  const advice =
    code === 'SQLITE_FULL' ? 'the disk is full: make room, the sender will come again' : 'see the log of the hub';
  return new KeypigeonError('store-unavailable', `the store did not take "${name}" (${code}); ${advice}`, { cause });
}

function isStoreFailure(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT');
}
