import { z } from 'zod';
import { readMoney, writeMoney } from '../../domain/money.ts';
import { isKnownRegion } from '../../domain/phone-number.ts';
import type { Price } from '../../domain/price.ts';

/** An amount in the hub's currency. */
export const money = z
  .string()
  .refine((text) => readMoney(text) !== undefined, 'expected an amount with a point, as 0.0079')
  .describe('An amount with a point and at most six decimals, as 0.0079');

export const currency = z
  .string()
  .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'expected an ISO 4217 code, as EUR')
  .describe('ISO 4217, as EUR; amounts are not converted when it changes');

export function isRegionOrBeginning(text: string): boolean {
  return /^\+\d{1,15}$/.test(text) || isKnownRegion(text);
}

const kind = z.enum(['sms', 'call', 'email']).describe('Kind of channel');
const by = z
  .string()
  .min(1)
  .max(63)
  .nullable()
  .describe('Id of the line or provider whose price it is; null: of all that have no own one');
const to = z
  .string()
  .refine(isRegionOrBeginning, 'expected a country as US, or the beginning of a number as +4479')
  .nullable()
  .describe('A country (ISO 3166), or the beginning of numbers as +4479, the longest of which counts; null: anywhere');
const price = money.describe(
  'Of each segment of a text (160 characters, or 70 with others than GSM 7-bit has), of a call, of a mail',
);
const given = { kind, by: by.default(null), to: to.default(null) };

export const givenPrice = z.strictObject({ ...given, price });
/** A whole table of a provider has some thousands. */
const mostPrices = 20_000;
export const givenList = z.strictObject({ currency, prices: z.array(givenPrice).max(mostPrices) });
export const priceSchema = z.strictObject({ kind, by, to, price }).meta({ id: 'Price' });

export const priceListSchema = z.strictObject({ currency, prices: z.array(priceSchema) }).meta({ id: 'PriceList' });

type PriceJson = z.output<typeof priceSchema>;
export type PriceListJson = z.output<typeof priceListSchema>;
export type GivenPrice = z.output<typeof givenPrice>;

export function toPrice({ price, ...named }: PriceJson): Price {
  return { ...named, micros: readMoney(price) ?? 0 };
}

export function toPriceJson({ micros, ...named }: Price): PriceJson {
  return { ...named, price: writeMoney(micros) };
}
