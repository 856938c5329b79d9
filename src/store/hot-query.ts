import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Trx } from './database.ts';
import type { Tables } from './tables.ts';

/** Stands for a value when a query is compiled once for all calls. */
class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Runs one statement at once; rows of those that have some. */
export type DirectRun = (sql: string, parameters: readonly unknown[]) => unknown[];

const directRuns = new WeakMap<object, DirectRun>();

/** Hot queries of this database go to `run`: Kysely's way to its one connection costs more than some statements. */
export function runHotDirectly(db: Kysely<Tables>, run: DirectRun): void {
  directRuns.set(db.getExecutor().adapter, run);
}

/** How statements of this database run at once; undefined: it answers later (PostgreSQL). */
export function directRunOf(db: Trx): DirectRun | undefined {
  return directRuns.get(db.getExecutor().adapter);
}

const preparedNames = new Map<string, string>();

/** PostgreSQL parses and plans this statement once per connection. */
export function prepareOnce(sql: string): void {
  if (!preparedNames.has(sql)) preparedNames.set(sql, `keypigeon-${preparedNames.size + 1}`);
}

/** By the statement that they are of. */
const closing = new Map<string, string>();
const closingTexts = new Set<string>();

/** As `sql`, but what it writes is the end of its transaction: on PostgreSQL the commit leaves with it. */
export function closingOf(sql: string): string {
  const known = closing.get(sql);
  if (known !== undefined) return known;
  const text = `${sql} -- the end`;
  closing.set(sql, text);
  closingTexts.add(text);
  prepareOnce(text);
  return text;
}

export function isClosing(sql: string): boolean {
  return closingTexts.has(sql);
}

/** By which name a statement is prepared; undefined: it is not. */
export function preparedName(sql: string): string | undefined {
  return preparedNames.get(sql);
}

/**
 * A query that is compiled once per database and then only gets its values: building and compiling cost more than
 * SQLite takes to run it. `build` must use each argument as a plain value.
 */
export function hotQuery<Args extends object, Row>(
  build: (db: Kysely<Tables>, slots: Args) => Compilable<Row>,
): (trx: Trx, args: Args) => Promise<Row[]> {
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  const slots = new Proxy({} as Args, { get: (_target, name) => new Slot(String(name)) });
  return async (trx, args) => {
    const adapter = trx.getExecutor().adapter;
    let query = compiled.get(adapter);
    if (query === undefined) {
      query = build(trx as Kysely<Tables>, slots).compile();
      compiled.set(adapter, query);
      prepareOnce(query.sql);
    }
    const values = args as Record<string, unknown>;
    const parameters = query.parameters.map((value) => (value instanceof Slot ? values[value.name] : value));
    const run = directRuns.get(adapter);
    if (run !== undefined) return run(query.sql, parameters) as Row[];
    const result = await trx.executeQuery<Row>({ ...query, parameters });
    return result.rows;
  };
}
