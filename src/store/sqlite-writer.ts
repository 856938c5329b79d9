import type SQLite from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { KeypigeonError } from '../domain/errors.ts';
import type { Command } from './database.ts';
import type { Tables } from './tables.ts';

interface Job {
  name: string;
  run(): Promise<unknown>;
  /** How many callers wait for it, once it ran. */
  callers(): number;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Most commands of one transaction: bounds how long the first caller waits for the last. */
const batchLimit = 256;
/** While so many callers shared a batch, the next one waits a little: fewer, larger commits (as PostgreSQL's `commit_delay`). */
const busyBatch = 6;
const gatherMs = 1;
/** A disk that did not take what was committed is asked again after this. */
const copyAgainMs = 1_000;

/**
 * Group commit: commands that wait in this turn of the event loop share one transaction and one sync of the disk.
 * Callers are answered after the sync. When one fails, the batch is rolled back and run again with each command in a
 * savepoint of its own, so that the one that fails takes nothing from the others: savepoints in every batch would cost
 * as much as the commands. A command is a function of its arguments, so it may run twice.
 */
export class SqliteWriter {
  readonly #database: SQLite.Database;
  readonly #db: Kysely<Tables>;
  readonly #statements: Record<
    'begin' | 'savepoint' | 'release' | 'rollbackTo' | 'commit' | 'rollback',
    SQLite.Statement
  >;
  readonly #sync: () => Promise<void>;
  readonly #onCommit: () => void;
  #waiting: Job[] = [];
  #running: Promise<void> | null = null;
  #closed = false;
  /** Many callers shared the last batch. */
  #busy = false;

  /** `sync` brings what was committed to the disk; `onCommit` is called after it. */
  constructor(
    database: SQLite.Database,
    db: Kysely<Tables>,
    { sync, onCommit = () => undefined }: { sync: () => Promise<void>; onCommit?: () => void },
  ) {
    this.#sync = sync;
    this.#onCommit = onCommit;
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
        callers: () => command.callers?.() ?? 1,
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
      await this.#gather();
      const batch = this.#waiting.splice(0, batchLimit);
      const answers = await this.#commitBatch(batch);
      this.#busy = batch.reduce((sum, job) => sum + job.callers(), 0) >= busyBatch;
      const failure = answers.length > 0 ? await this.#bringToDisk() : null;
      if (failure === null) for (const answer of answers) answer();
      else this.#rejectAll(batch, failure);
      this.#onCommit();
    }
    this.#running = null;
  }

  /** One turn, so that requests that arrived together commit together; a little longer while there is much to do. */
  #gather(): Promise<void> {
    if (!this.#busy || this.#waiting.length >= batchLimit) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => setTimeout(resolve, gatherMs));
  }

  /** What to tell the callers once it is on the disk; those whose command failed are told at once. */
  async #commitBatch(batch: Job[]): Promise<(() => void)[]> {
    try {
      const results: unknown[] = [];
      this.#begin();
      for (const job of batch) results.push(await job.run());
      this.#statements.commit.run();
      return batch.map((job, index) => () => job.resolve(results[index]));
    } catch (error) {
      const stillOpen = this.#rollback();
      if (stillOpen && !isStoreFailure(error)) return await this.#commitOneByOne(batch);
      this.#rejectAll(batch, error);
      return [];
    }
  }

  async #commitOneByOne(batch: Job[]): Promise<(() => void)[]> {
    const answers: (() => void)[] = [];
    try {
      this.#begin();
      for (const job of batch) answers.push(await this.#runInSavepoint(job));
      this.#statements.commit.run();
      return answers;
    } catch (error) {
      this.#rollback();
      this.#rejectAll(batch, error);
      return [];
    }
  }

  /**
   * Until it is there nobody is told that anything is kept, and no batch begins. A system tells of a failed sync only
   * once (Linux, fsync(2)): from then on only the copy of the log in the database file counts, whose syncs are SQLite's.
   *
   * @returns why it is not there: only where the store is to close meanwhile; null: it is there
   */
  async #bringToDisk(): Promise<unknown> {
    try {
      await this.#sync();
      return null;
    } catch (error) {
      while (!(await this.#copyLog())) {
        if (this.#closed) return error;
        this.#rejectAll(this.#waiting.splice(0), error);
        await new Promise((resolve) => setTimeout(resolve, copyAgainMs));
      }
      return null;
    }
  }

  /** To its end, and the log is emptied: after a power loss what is left of a damaged one would hide the copy. */
  async #copyLog(): Promise<boolean> {
    try {
      const [result] = this.#database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      if (result?.busy !== 0) return false;
      await this.#sync();
      return true;
    } catch {
      return false;
    }
  }

  /** A transaction that could not be rolled back before is rolled back now; while that fails, no batch begins. */
  #begin(): void {
    if (this.#database.inTransaction) this.#statements.rollback.run();
    this.#statements.begin.run();
  }

  /** False: the transaction was gone already (a full disk ends it by itself), or cannot be rolled back now. Never throws: callers wait. */
  #rollback(): boolean {
    if (!this.#database.inTransaction) return false;
    try {
      this.#statements.rollback.run();
      return true;
    } catch {
      return false;
    }
  }

  #rejectAll(batch: Job[], error: unknown): void {
    for (const job of batch) job.reject(unavailable(job.name, error));
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
