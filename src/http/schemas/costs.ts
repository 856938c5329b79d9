import { z } from 'zod';
import { currency, money } from './money.ts';

const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected a month as 2027-01')
  .describe('As 2027-01, in UTC');
export const costsQuery = z.strictObject({
  month: month.optional().describe('The newest month; default is the current one'),
  months: z.coerce.number().int().min(1).max(24).default(1).describe('How many months, back from that one'),
});
const sums = {
  sends: z.int().describe('Texts, calls and mails that left, each segment of a text with its price'),
  unpriced: z.int().describe('How many of them have no known price'),
  cost: money.describe('What the others cost by the price table'),
};
export const costSchema = z.strictObject({
  month,
  app: z
    .strictObject({ accountSid: z.string(), name: z.string().nullable().describe('null: it is revoked') })
    .nullable()
    .describe('null: the hub itself, for its line tests'),
  line: z.string().nullable().describe('The own line that sent; null: a provider did'),
  provider: z.string().nullable(),
  kind: z.string(),
  ...sums,
});
export const costsSchema = z
  .strictObject({
    currency,
    costs: z.array(costSchema).describe('By month, app, line or provider, and kind'),
    total: z.strictObject(sums),
    expected: money.nullable().describe('Where the newest month is the current one: the whole of it, if it goes on so'),
  })
  .meta({ id: 'Costs' });

export type CostsQuery = z.output<typeof costsQuery>;
export type CostsJson = z.output<typeof costsSchema>;
