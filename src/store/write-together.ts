import { CompiledQuery } from 'kysely';
import type { BulkPart } from './bulk-query.ts';
import type { Trx } from './database.ts';
import { closingOf, directRunOf, prepareOnce } from './hot-query.ts';

/**
 * Several writes at once, on PostgreSQL in one round trip: none of them sees what another one writes, and no two may
 * meet the same row.
 */
export async function writeTogether(trx: Trx, parts: readonly BulkPart[]): Promise<void> {
  await write(trx, parts, (sql) => sql);
}

/** As `writeTogether`; it is the last statement of its transaction. */
export async function writeLast(trx: Trx, parts: readonly BulkPart[]): Promise<void> {
  await write(trx, parts, closingOf);
}

/**
 * As `writeLast`, with rows that go by another one: only where the first write returns its `id`, which stands in their
 * column `by`. Resolves to these ids.
 */
export async function writeLastBehind(
  trx: Trx,
  first: BulkPart,
  behind: readonly { part: BulkPart; by: string }[],
  others: readonly BulkPart[],
): Promise<Set<unknown>> {
  const run = directRunOf(trx);
  if (run !== undefined) {
    const ids = idsOf(first.runEach(run));
    for (const { part, by } of behind) part.runEach(run, (row) => ids.has((row as Record<string, unknown>)[by]));
    for (const part of others) part.runEach(run);
    return ids;
  }
  const conditions = behind.map(({ part, by }) => ({ part, where: `where ${by} in (select id from write0)` }));
  const all = [{ part: first }, ...conditions, ...others.filter(isWritten).map((part) => ({ part }))];
  return idsOf(await ask(trx, closingOf(combine(all, 'select id from write0')), all));
}

async function write(trx: Trx, parts: readonly BulkPart[], sqlOf: (sql: string) => string): Promise<void> {
  const run = directRunOf(trx);
  if (run !== undefined) {
    for (const part of parts) part.runEach(run);
    return;
  }
  const all = parts.filter(isWritten).map((part) => ({ part }));
  if (all.length > 0) await ask(trx, sqlOf(combine(all, 'select')), all);
}

interface Write {
  part: BulkPart;
  /** What is behind the rows. */
  where?: string;
}

function isWritten({ rows }: BulkPart): boolean {
  return rows.length > 0;
}

function idsOf(rows: readonly object[]): Set<unknown> {
  return new Set(rows.map((row) => (row as { id: unknown }).id));
}

async function ask(trx: Trx, sql: string, writes: readonly Write[]): Promise<{ id: string }[]> {
  const values = writes.map(({ part }) => JSON.stringify(part.rows));
  return (await trx.executeQuery<{ id: string }>(CompiledQuery.raw(sql, values))).rows;
}

const combined = new Map<string, string>();

function combine(writes: readonly Write[], answer: string): string {
  const key = writes.map(({ part, where = '' }) => `${part.id}${where}`).join(' ');
  const known = combined.get(key);
  if (known !== undefined) return known;
  const texts = writes.map(({ part, where = '' }, index) => `write${index} as (${part.many(index + 1)}${where})`);
  const sql = `with ${texts.join(', ')} ${answer}`;
  prepareOnce(sql);
  combined.set(key, sql);
  return sql;
}
