import { setTimeout } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { KeypigeonError } from '../domain/errors.ts';
import { type Command, countVersions, type Database } from './database.ts';
import { sessionsOf } from './postgres-session.ts';
import type { Tables } from './tables.ts';

/** int8 arrives as text by default; our times and counts fit a double. */
const int8 = 20;
/** serialization_failure, deadlock_detected (PostgreSQL manual, appendix A): the transaction may simply run again. */
const repeatable = new Set(['40001', '40P01']);

/** What a server that was lost without a word, or a lock that nobody gives back, may cost: afterwards a caller is told. */
const answerWithinMs = 10_000;
/** A lost server does not confirm the end of a connection either. */
const closeWithinMs = 3_000;
/** Most connections of each of the two kinds. */
const usualConnections = 8;

/**
 * Commands touch a few rows by their keys. A plan that is kept, made while a table was small or never analyzed, would
 * read all of it for ever more (PostgreSQL manual, "Planner Method Configuration").
 */
const byKeys = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit'].map((name) => `set ${name} = off`);

/**
 * PostgreSQL: every command is a transaction on a pooled connection; it runs again after a deadlock. What is read by keys
 * has connections of the same kind, all other reads have their own.
 */
export function openPostgres(
  url: string,
  {
    queryTimeoutMs = answerWithinMs,
    connections = usualConnections,
  }: { queryTimeoutMs?: number; connections?: number } = {},
): Database & { pool: pg.Pool } {
  const pool = openPool(url, queryTimeoutMs, connections);
  const keyedPool = openPool(url, queryTimeoutMs, connections, byKeys);
  const read = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: sessionsOf(pool) }) });
  const keyed = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: sessionsOf(keyedPool) }) });
  const end = () => Promise.all([read.destroy(), keyed.destroy()]);
  return {
    dialect: 'postgres',
    pool,
    read,
    readByKey: keyed,
    ...countVersions((command, args) => transact(keyed, command, args)),
    async close() {
      await Promise.race([end(), setTimeout(closeWithinMs, undefined, { ref: false })]);
    },
  };
}

/** `settings` are made on each connection before its first use. */
function openPool(url: string, queryTimeoutMs: number, connections: number, settings: string[] = []): pg.Pool {
  const types = {
    getTypeParser: ((oid: number, format?: never) =>
      oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
  };
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    // The pool waits for what it returns.
    onConnect: (client) => (settings.length === 0 ? undefined : client.query(settings.join('; '))) as undefined,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    pipeline: true,
    query_timeout: queryTimeoutMs,
    // The server gives up first, where it can, so that the connection stays good.
    statement_timeout: Math.floor(queryTimeoutMs * 0.8),
  });
  // A connection that breaks while idle is replaced at the next use; whoever uses it is told by their query.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
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
