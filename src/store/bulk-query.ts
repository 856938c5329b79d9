import { CompiledQuery } from 'kysely';
import type { Dialect, Trx } from './database.ts';
import { directRunOf } from './hot-query.ts';

type Value = string | number | null;

/**
 * One statement for many rows of values: on PostgreSQL a single round trip over a set of JSON rows, on SQLite the
 * prepared statement once for each. `sqlOf` gets what stands for the rows in FROM, once; their columns are those of
 * `given`. The rows must not meet the same stored row twice.
 */
export function bulkQuery<Given extends { [Name in keyof Given]: Value }, Row = never>(
  columns: { [Name in keyof Given]: 'text' | 'bigint' },
  sqlOf: (given: string, dialect: Dialect) => string,
): (trx: Trx, rows: readonly Given[]) => Promise<Row[]> {
  const names = Object.keys(columns) as (keyof Given & string)[];
  const single = sqlOf(`(select ${names.map((name) => `? as ${name}`).join(', ')}) as given`, 'sqlite');
  const typed = names.map((name) => `${name} ${columns[name]}`).join(', ');
  const many = sqlOf(`json_to_recordset($1::json) as given (${typed})`, 'postgres');
  return async (trx, rows) => {
    if (rows.length === 0) return [];
    const run = directRunOf(trx);
    if (run === undefined) {
      const result = await trx.executeQuery<Row>(CompiledQuery.raw(many, [JSON.stringify(rows)]));
      return result.rows;
    }
    const found: Row[] = [];
    for (const row of rows) {
      const values = names.map((name) => row[name]);
      for (const one of run(single, values)) found.push(one as Row);
    }
    return found;
  };
}

/** Inserts rows as they are; `conflict` is what follows them, as `on conflict … do nothing returning id`. */
export function bulkInsert<Given extends { [Name in keyof Given]: Value }, Row = never>(
  table: string,
  columns: { [Name in keyof Given]: 'text' | 'bigint' },
  conflict = '',
): (trx: Trx, rows: readonly Given[]) => Promise<Row[]> {
  const names = Object.keys(columns).join(', ');
  // SQLite reads ON after FROM as a join's where no WHERE stands between.
  return bulkQuery<Given, Row>(
    columns,
    (given) => `insert into ${table} (${names}) select ${names} from ${given} where true ${conflict}`,
  );
}
