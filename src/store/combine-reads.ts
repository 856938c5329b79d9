import type { Database, Trx } from './database.ts';
import { directRunOf } from './hot-query.ts';

interface Waiting<Row> {
  key: string;
  resolve(row: Row | undefined): void;
  reject(error: unknown): void;
}

/**
 * Rows that are looked up at the same time by one query: on PostgreSQL one round trip for all, on SQLite one snapshot
 * (taking the lock for it costs as much as finding a row).
 */
export function combineReads<Row>(
  { readByKey: read }: Pick<Database, 'readByKey'>,
  query: (trx: Trx, keys: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string | null,
): (key: string) => Promise<Row | undefined> {
  let waiting: Waiting<Row>[] = [];

  const readTogether = async () => {
    const asked = waiting;
    waiting = [];
    try {
      const rows = await inOneSnapshot(read, () => query(read, [...new Set(asked.map(({ key }) => key))]));
      const found = new Map(rows.map((row) => [keyOf(row), row]));
      for (const { key, resolve } of asked) resolve(found.get(key));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  };

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (waiting.length === 1) setImmediate(() => void readTogether());
    });
}

/** `load` must ask its only query before it returns. */
function inOneSnapshot<Result>(read: Trx, load: () => Promise<Result>): Promise<Result> {
  const run = directRunOf(read);
  if (run === undefined) return load();
  run('begin', []);
  try {
    return load();
  } finally {
    run('commit', []);
  }
}
