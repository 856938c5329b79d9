import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export type Dialect = 'sqlite' | 'postgres';

/** Inside a command: reads and writes of one transaction. Await nothing but this. */
export type Trx = Kysely<Tables> | Transaction<Tables>;

/** A named write with plain arguments: what it does is one transaction. */
export interface Command<Args, Result> {
  name: string;
  run(trx: Trx, args: Args): Promise<Result>;
}

export function command<Args, Result>(
  name: string,
  run: (trx: Trx, args: Args) => Promise<Result>,
): Command<Args, Result> {
  return { name, run };
}

/** A database that writes by commands and reads beside them. */
export interface Database {
  dialect: Dialect;
  /** For reads only; on SQLite a connection of its own that cannot write. */
  read: Kysely<Tables>;
  /** Resolves after the commit. Rejects with KeypigeonError('store-unavailable') when the database cannot take it. */
  write<Args, Result>(command: Command<Args, Result>, args: Args): Promise<Result>;
  /** Waits for what is under way, then closes. */
  close(): Promise<void>;
}
