import { type LimitRow, newLimitRow } from '../domain/send-limits.ts';
import { type BulkPart, bulkInsert, bulkQuery } from './bulk-query.ts';
import type { Trx } from './database.ts';
import { directRunOf } from './hot-query.ts';
import { writeTogether } from './write-together.ts';

const columns = {
  key: 'text',
  short_start: 'bigint',
  short_count: 'bigint',
  short_before: 'bigint',
  long_start: 'bigint',
  long_count: 'bigint',
  long_before: 'bigint',
  streak: 'bigint',
  blocked_until: 'bigint',
  blocks: 'bigint',
} as const;

/** Locked in the order of their keys, so that two transactions never wait for each other. */
const lockRows = bulkQuery<{ key: string }, LimitRow>(
  { key: 'text' },
  (given) => `select * from verify_limits where key in (select given.key from ${given}) order by key for update`,
);
/** On SQLite there is one writer: nothing is to be locked. */
const readRows = 'select * from verify_limits where key in (select value from json_each(?))';

const replaced = Object.keys(columns)
  .filter((name) => name !== 'key')
  .map((name) => `${name} = excluded.${name}`)
  .join(', ');

/**
 * On PostgreSQL, two nodes that count a new key at the same moment may count it once less; where the row is there,
 * it is locked from the reading on.
 */
const saveRows = bulkInsert<LimitRow>('verify_limits', columns, `on conflict (key) do update set ${replaced}`);

const addRows = bulkInsert<LimitRow>('verify_limits', columns, 'on conflict (key) do nothing');

/** Before a lock that must hold also where nothing was counted yet. On SQLite there is one writer anyway. */
export async function makeLimits(trx: Trx, keys: readonly string[], now: number): Promise<void> {
  if (directRunOf(trx) !== undefined) return;
  await addRows(
    trx,
    [...new Set(keys)].sort().map((key) => newLimitRow(key, now)),
  );
}

/** What is stored of these keys; nobody else changes it until the transaction ends. */
export async function lockLimits(trx: Trx, keys: readonly string[]): Promise<Map<string, LimitRow>> {
  const wanted = [...new Set(keys)].sort();
  const run = directRunOf(trx);
  const rows =
    run === undefined
      ? await lockRows(
          trx,
          wanted.map((key) => ({ key })),
        )
      : (run(readRows, [JSON.stringify(wanted)]) as LimitRow[]);
  return new Map(rows.map((row) => [row.key, row]));
}

export async function saveLimits(trx: Trx, rows: Iterable<LimitRow>): Promise<void> {
  await writeTogether(trx, [limitsToSave(rows)]);
}

export function limitsToSave(rows: Iterable<LimitRow>): BulkPart {
  return saveRows.with([...rows].sort((one, other) => (one.key < other.key ? -1 : 1)));
}
