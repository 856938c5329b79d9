import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { KeypigeonError } from '../domain/errors.ts';
import type { Command, Database } from './database.ts';
import type { Tables } from './tables.ts';

/** int8 arrives as text by default; our times and counts fit a double. */
const int8 = 20;
/** serialization_failure, deadlock_detected (PostgreSQL manual, appendix A): the transaction may simply run again. */
const repeatable = new Set(['40001', '40P01']);

/** PostgreSQL: every command is a transaction on a pooled connection; it runs again after a deadlock. */
export function openPostgres(url: string): Database & { pool: pg.Pool } {
  const types = {
    getTypeParser: ((oid: number, format?: never) =>
      oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
  };
  const pool = new pg.Pool({ connectionString: url, max: 10, types, connectionTimeoutMillis: 5000 });
  // A connection that breaks while idle is replaced at the next use.
  pool.on('error', () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    dialect: 'postgres',
    pool,
    read: db,
    write: (command, args) => transact(db, command, args),
    close: () => db.destroy(),
  };
}

async function transact<Args, Result>(db: Kysely<Tables>, command: Command<Args, Result>, args: Args): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute((trx) => command.run(trx, args));
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code !== undefined && repeatable.has(code) && attempt < 5) continue;
      if (error instanceof KeypigeonError) throw error;
      throw new KeypigeonError(
        'store-unavailable',
        `PostgreSQL did not take "${command.name}" (${code ?? 'no connection'}); see the log of the hub`,
        { cause: error },
      );
    }
  }
}
