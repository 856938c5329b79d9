import type { Configuration } from '../config/configuration.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { Price } from '../domain/price.ts';
import type { Database } from '../store/database.ts';
import { readPrices, removePrice, replacePrices, setPrice } from '../store/prices.ts';
import { closest } from '../support/closest.ts';
import { type GivenPrice, type PriceListJson, toPrice, toPriceJson } from './schemas/money.ts';

/** The price table as the API and the command show it. */
export async function pricesJson(database: Database): Promise<PriceListJson> {
  const { currency, prices } = await readPrices(database);
  return { currency, prices: prices.map(toPriceJson) };
}

/** Ids of what has prices of its own. */
export type Payers = readonly string[];

export function payersOf({ lines, providers }: Pick<Configuration, 'lines' | 'providers'>): Payers {
  return [...lines, ...providers].map(({ id }) => id);
}

/** Changes of the price table, by the API and by the command where no hub runs. Throws KeypigeonError. */
export const changePrices = {
  /** All of it, also for lines and providers that come later; `invalid-request` where one is there twice. */
  async replace(database: Database, given: { currency: string; prices: GivenPrice[] }): Promise<void> {
    const names = new Set<string>();
    for (const name of given.prices.map(nameOf)) {
      if (names.has(name)) throw new KeypigeonError('invalid-request', `prices: ${name} is there twice; leave one out`);
      names.add(name);
    }
    await database.write(replacePrices, { currency: given.currency, prices: given.prices.map(toPrice) });
  },
  /** `invalid-request` where no line or provider has this id: the price would count for nothing. */
  async set(database: Database, known: Payers, given: GivenPrice): Promise<void> {
    if (given.by !== null && !known.includes(given.by))
      throw new KeypigeonError('invalid-request', `by: ${noSuchPayer(given.by, known)}`);
    await database.write(setPrice, toPrice(given));
  },
  /** `not-found` where there is none for exactly these. */
  async remove(database: Database, which: Omit<Price, 'micros'>): Promise<void> {
    if (!(await database.write(removePrice, which)))
      throw new KeypigeonError('not-found', 'There is no price for exactly this kind, line or provider, and place.');
  },
};

function noSuchPayer(id: string, known: Payers): string {
  const meant = closest(id, known);
  const hint = meant === undefined ? `expected one of ${known.join(', ')}` : `did you mean ${meant}?`;
  return `there is no line or provider ${JSON.stringify(id)}; ${known.length === 0 ? 'there is none at all yet' : hint}`;
}

/** For people: `sms office US`. */
export function nameOf({ kind, by, to }: Omit<Price, 'micros'>): string {
  return [kind, by ?? 'any', to ?? 'anywhere'].join(' ');
}
