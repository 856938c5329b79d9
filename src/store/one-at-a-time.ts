import { PostgresAdapter, sql } from 'kysely';
import type { Trx } from './database.ts';

/**
 * For commands that read, decide and write: of those that name a key in common, one waits until the other is committed.
 * On PostgreSQL by advisory locks, which also hold where there is no row yet; SQLite has one writer anyway.
 */
export async function oneAtATime(trx: Trx, keys: readonly string[]): Promise<void> {
  if (!(trx.getExecutor().adapter instanceof PostgresAdapter)) return;
  // In one order for all, so that two do not wait for each other.
  for (const key of keys.toSorted()) await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(trx);
}
