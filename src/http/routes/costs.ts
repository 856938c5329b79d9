import { z } from 'zod';
import { writeMoney } from '../../domain/money.ts';
import { listApps } from '../../store/apps.ts';
import { readCosts } from '../../store/costs.ts';
import { readCurrency } from '../../store/prices.ts';
import type { CostRow } from '../../store/verification-tables.ts';
import type { HubApi } from '../api.ts';
import { currency, money } from '../schemas/money.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected a month as 2027-01')
  .describe('As 2027-01, in UTC');
const query = z.strictObject({
  month: month.optional().describe('The newest month; default is the current one'),
  months: z.coerce.number().int().min(1).max(24).default(1).describe('How many months, back from that one'),
});
const sums = {
  sends: z.int().describe('Texts, calls and mails that left, each segment of a text with its price'),
  unpriced: z.int().describe('How many of them have no known price'),
  cost: money.describe('What the others cost by the price table'),
};
const costSchema = z.strictObject({
  month,
  app: z.strictObject({ accountSid: z.string(), name: z.string().nullable().describe('null: it is revoked') }),
  line: z.string().nullable().describe('The own line that sent; null: a provider did'),
  provider: z.string().nullable(),
  kind: z.string(),
  ...sums,
});
const answer = z
  .strictObject({
    currency,
    costs: z.array(costSchema).describe('By month, app, line or provider, and kind'),
    total: z.strictObject(sums),
    expected: money.nullable().describe('Where the newest month is the current one: the whole of it, if it goes on so'),
  })
  .meta({ id: 'Costs' });

/** What codes cost, by line, app and month. */
export function costRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/costs',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'What codes cost, by line, app and month',
        description:
          'An estimate by the price table as it was at each send, or what the provider itself said. It counts what left for verification.',
        tags: ['costs'],
        querystring: query,
        response: { 200: answer, ...problems },
      },
    },
    async (request) => {
      const now = hub.clock.now();
      const current = new Date(now).toISOString().slice(0, 7);
      const to = request.query.month ?? current;
      await hub.books.write();
      const rows = await readCosts(hub.database, { from: monthsBefore(to, request.query.months - 1), to });
      const names = new Map((await listApps(hub.database)).map(({ id, name }) => [id, name]));
      const newest = rows.filter((row) => row.month === to);
      return {
        currency: await readCurrency(hub.database),
        costs: rows.map((row) => toJson(row, names)),
        total: totalOf(rows),
        expected: to === current ? writeMoney(Math.round(sumOf(newest) / shareOfMonth(now))) : null,
      };
    },
  );
}

function toJson(row: CostRow, names: ReadonlyMap<string, string>): z.output<typeof costSchema> {
  const { month, app_id, payer, is_line, kind, sends, unpriced, micros } = row;
  return {
    month,
    app: { accountSid: app_id, name: names.get(app_id) ?? null },
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
