import { writeMoney } from '../domain/money.ts';
import { listApps } from '../store/apps.ts';
import { readCosts } from '../store/costs.ts';
import type { Database } from '../store/database.ts';
import { readCurrency } from '../store/prices.ts';
import type { CostRow } from '../store/verification-tables.ts';
import type { CostsJson, CostsQuery } from './schemas/costs.ts';

/** What codes cost in some months, as the API and the command show it. */
export async function costsJson(database: Database, query: CostsQuery, now: number): Promise<CostsJson> {
  const current = new Date(now).toISOString().slice(0, 7);
  const to = query.month ?? current;
  const rows = await readCosts(database, { from: monthsBefore(to, query.months - 1), to });
  const names = new Map((await listApps(database)).map(({ id, name }) => [id, name]));
  const newest = rows.filter((row) => row.month === to);
  return {
    currency: await readCurrency(database),
    costs: rows.map((row) => toJson(row, names)),
    total: totalOf(rows),
    expected: to === current ? writeMoney(Math.round(sumOf(newest) / shareOfMonth(now))) : null,
  };
}

function toJson(row: CostRow, names: ReadonlyMap<string, string>): CostsJson['costs'][number] {
  const { month, app_id, payer, is_line, kind, sends, unpriced, micros } = row;
  return {
    month,
    app: app_id === '' ? null : { accountSid: app_id, name: names.get(app_id) ?? null },
    line: is_line === 1 ? payer : null,
    provider: is_line === 1 ? null : payer,
    ...{ kind, sends, unpriced, cost: writeMoney(micros) },
  };
}

function totalOf(rows: readonly CostRow[]) {
  return {
    sends: rows.reduce((sum, row) => sum + row.sends, 0),
    unpriced: rows.reduce((sum, row) => sum + row.unpriced, 0),
    cost: writeMoney(sumOf(rows)),
  };
}

function sumOf(rows: readonly CostRow[]): number {
  return rows.reduce((sum, { micros }) => sum + micros, 0);
}

/** How much of the month is over; on its first day as if that were over. */
function shareOfMonth(now: number): number {
  const date = new Date(now);
  const [year, index] = [date.getUTCFullYear(), date.getUTCMonth()];
  const [begin, end] = [Date.UTC(year, index), Date.UTC(year, index + 1)];
  return Math.min(1, Math.max(now - begin, 86_400_000) / (end - begin));
}

function monthsBefore(month: string, count: number): string {
  const [year = 0, index = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, index - 1 - count)).toISOString().slice(0, 7);
}
