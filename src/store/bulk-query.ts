import { CompiledQuery } from 'kysely';
import type { Dialect, Trx } from './database.ts';
import { closingOf, type DirectRun, directRunOf, prepareOnce } from './hot-query.ts';

type Value = string | number | null;

/** One statement for many rows of values. */
export interface BulkQuery<Given, Row> {
  (trx: Trx, rows: readonly Given[]): Promise<Row[]>;
  /** As the last statement of its transaction: on PostgreSQL without a round trip more for the commit. */
  last(trx: Trx, rows: readonly Given[]): Promise<Row[]>;
  /** For `writeTogether`. */
  with(rows: readonly Given[]): BulkPart;
}

/** What one of several writes does. */
export interface BulkPart {
  /** Stable, one for each statement. */
  id: number;
  rows: readonly object[];
  /** The statement on PostgreSQL, with its rows in this parameter. */
  many(parameter: number): string;
  /** On SQLite: of the rows that are wanted, what the statement returns. */
  runEach(run: DirectRun, isWanted?: (row: object) => boolean): object[];
}

let queries = 0;

/**
 * One statement for many rows of values: on PostgreSQL a single round trip over a set of JSON rows, on SQLite the
 * prepared statement once for each. `sqlOf` gets what stands for the rows in FROM, once; their columns are those of
 * `given`. The rows must not meet the same stored row twice. An UPDATE may have no FROM on SQLite, which puts what
 * comes by it into a table of its own first, and name its values as `:name`.
 */
export function bulkQuery<Given extends { [Name in keyof Given]: Value }, Row = never>(
  columns: { [Name in keyof Given]: 'text' | 'bigint' },
  sqlOf: (given: string, dialect: Dialect) => string,
): BulkQuery<Given, Row> {
  queries += 1;
  const id = queries;
  const names = Object.keys(columns) as (keyof Given & string)[];
  const { single, order } = inPlace(
    sqlOf(`(select ${names.map((name) => `? as ${name}`).join(', ')}) as given`, 'sqlite'),
    names,
  );
  const typed = names.map((name) => `${name} ${columns[name]}`).join(', ');
  const many = (parameter: number) =>
    named(sqlOf(`json_to_recordset($${parameter}::json) as given (${typed})`, 'postgres'), (name) => `given.${name}`);
  const alone = many(1);
  prepareOnce(alone);

  const runEach = (run: DirectRun, rows: readonly Given[], isWanted?: (row: object) => boolean): Row[] => {
    const found: Row[] = [];
    for (const row of rows) {
      if (isWanted?.(row) === false) continue;
      const values = order.map((name) => row[name]);
      for (const one of run(single, values)) found.push(one as Row);
    }
    return found;
  };
  const ask = async (trx: Trx, rows: readonly Given[], statement: string): Promise<Row[]> => {
    if (rows.length === 0) return [];
    const run = directRunOf(trx);
    if (run !== undefined) return runEach(run, rows);
    const result = await trx.executeQuery<Row>(CompiledQuery.raw(statement, [JSON.stringify(rows)]));
    return result.rows;
  };
  const query = (trx: Trx, rows: readonly Given[]) => ask(trx, rows, alone);
  return Object.assign(query, {
    last: (trx: Trx, rows: readonly Given[]) => ask(trx, rows, closingOf(alone)),
    with: (rows: readonly Given[]): BulkPart => {
      return { id, rows, many, runEach: (run, isWanted) => runEach(run, rows, isWanted) as object[] };
    },
  });
}

/** The statement with its values where they are named, and which these are, in order. */
function inPlace<Name extends string>(sql: string, names: readonly Name[]): { single: string; order: readonly Name[] } {
  const order: Name[] = [];
  const single = named(sql, (name) => {
    order.push(name as Name);
    return '?';
  });
  return { single, order: order.length === 0 ? names : order };
}

/** `::` is a cast. */
function named(sql: string, textOf: (name: string) => string): string {
  return sql.replace(/(?<!:):([a-z_]+)/g, (_, name: string) => textOf(name));
}

/** Inserts rows as they are; `conflict` is what follows them, as `on conflict … do nothing returning id`. */
export function bulkInsert<Given extends { [Name in keyof Given]: Value }, Row = never>(
  table: string,
  columns: { [Name in keyof Given]: 'text' | 'bigint' },
  conflict = '',
): BulkQuery<Given, Row> {
  const names = Object.keys(columns);
  const into = `insert into ${table} (${names.join(', ')})`;
  return bulkQuery<Given, Row>(columns, (given, dialect) =>
    dialect === 'sqlite'
      ? `${into} values (${names.map(() => '?').join(', ')}) ${conflict}`
      : `${into} select ${names.join(', ')} from ${given} ${conflict}`,
  );
}
