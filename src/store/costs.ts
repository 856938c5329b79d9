import { bulkInsert } from './bulk-query.ts';
import { type Database, routine } from './database.ts';
import type { CostRow } from './verification-tables.ts';

const add = bulkInsert<CostRow>(
  'verify_costs',
  {
    month: 'text',
    app_id: 'text',
    payer: 'text',
    is_line: 'bigint',
    kind: 'text',
    sends: 'bigint',
    unpriced: 'bigint',
    micros: 'bigint',
  },
  `on conflict (month, app_id, payer, is_line, kind) do update set sends = verify_costs.sends + excluded.sends,
    unpriced = verify_costs.unpriced + excluded.unpriced, micros = verify_costs.micros + excluded.micros`,
);

/** Adds what sends cost; each row once. */
export const addCosts = routine('addCosts', async (trx, rows: readonly CostRow[]): Promise<void> => {
  await add(
    trx,
    rows.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)),
  );
});

/** What the sends of these months cost (both included, as 2027-01), the newest month first. */
export async function readCosts(database: Database, months: { from: string; to: string }): Promise<CostRow[]> {
  return await database.read
    .selectFrom('verify_costs')
    .selectAll()
    .where('month', '>=', months.from)
    .where('month', '<=', months.to)
    .orderBy('month', 'desc')
    .orderBy('app_id')
    .orderBy('payer')
    .orderBy('kind')
    .execute();
}

/** Names the sum that a row belongs to. */
export function keyOf({ month, app_id, payer, is_line, kind }: CostRow): string {
  return `${month} ${app_id} ${payer} ${is_line} ${kind}`;
}
