import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export type Dialect = 'sqlite' | 'postgres';

/** Inside a command: reads and writes of one transaction. Await nothing but this. */
export type Trx = Kysely<Tables> | Transaction<Tables>;

/** A named write with plain arguments: what it does is one transaction. */
export interface Command<Args, Result> {
  name: string;
  run(trx: Trx, args: Args): Promise<Result>;
  isRoutine: boolean;
  /** How many callers wait for it, once it ran; usually one. */
  callers?(): number;
}

export function command<Args, Result>(
  name: string,
  run: (trx: Trx, args: Args) => Promise<Result>,
): Command<Args, Result> {
  return { name, run, isRoutine: false };
}

/** A command that changes nothing that is remembered under `Database.version`. */
export function routine<Args, Result>(
  name: string,
  run: (trx: Trx, args: Args) => Promise<Result>,
): Command<Args, Result> {
  return { name, run, isRoutine: true };
}

/** A database that writes by commands and reads beside them. */
export interface Database {
  dialect: Dialect;
  /** For reads only; on SQLite a connection of its own that cannot write. */
  read: Kysely<Tables>;
  /** As `read`, for a few rows by their keys: on PostgreSQL always by an index, whatever its statistics say. */
  readByKey: Kysely<Tables>;
  /** Resolves after the commit. Rejects with KeypigeonError('store-unavailable') when the database cannot take it. */
  write<Args, Result>(command: Command<Args, Result>, args: Args): Promise<Result>;
  /** Another number after each write of this process but the routine ones: what was read before may be another now. */
  version(): number;
  /** Waits for what is under way, then closes. */
  close(): Promise<void>;
}

/** `write` of a database, counting what is not routine. */
export function countVersions(write: Database['write']): Pick<Database, 'write' | 'version'> {
  let version = 0;
  return {
    version: () => version,
    write(command, args) {
      if (command.isRoutine) return write(command, args);
      return write(command, args).finally(() => {
        version += 1;
      });
    },
  };
}
