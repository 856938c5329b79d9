import type { Price } from '../domain/price.ts';
import { command, type Database, type Trx } from './database.ts';

/** What everything costs, in one currency. */
export interface PriceList {
  /** ISO 4217. */
  currency: string;
  prices: Price[];
}

/** Until somebody says another one; providers state their prices in it. */
const usualCurrency = 'USD';
const currencySetting = 'currency';

export async function readPrices(database: Pick<Database, 'read'>): Promise<PriceList> {
  const rows = await database.read
    .selectFrom('verify_prices')
    .selectAll()
    .orderBy('kind')
    .orderBy('payer')
    .orderBy('place')
    .execute();
  const prices = rows.map(({ kind, payer, place, micros }) => {
    return { kind: kind as Price['kind'], by: payer || null, to: place || null, micros };
  });
  return { currency: await readCurrency(database), prices };
}

export async function readCurrency(database: Pick<Database, 'read'>): Promise<string> {
  const row = await database.read
    .selectFrom('settings')
    .select('value')
    .where('name', '=', currencySetting)
    .executeTakeFirst();
  return row?.value ?? usualCurrency;
}

/** Replaces all prices. */
export const replacePrices = command('replacePrices', async (trx, list: PriceList): Promise<void> => {
  await saveCurrency(trx, list.currency);
  await trx.deleteFrom('verify_prices').execute();
  // SQLite takes at most 32,766 values in a statement.
  for (let at = 0; at < list.prices.length; at += 1_000)
    await trx
      .insertInto('verify_prices')
      .values(list.prices.slice(at, at + 1_000).map(toRow))
      .execute();
});

/** Sets one price; the same kind, payer and place had another one before. */
export const setPrice = command('setPrice', async (trx, price: Price): Promise<void> => {
  const { micros } = price;
  await trx
    .insertInto('verify_prices')
    .values(toRow(price))
    .onConflict((conflict) => conflict.columns(['kind', 'payer', 'place']).doUpdateSet({ micros }))
    .execute();
});

/** false: there is none for exactly these. */
export const removePrice = command('removePrice', async (trx, which: Omit<Price, 'micros'>): Promise<boolean> => {
  const { kind, payer, place } = toRow({ ...which, micros: 0 });
  const removed = await trx
    .deleteFrom('verify_prices')
    .where('kind', '=', kind)
    .where('payer', '=', payer)
    .where('place', '=', place)
    .executeTakeFirst();
  return removed.numDeletedRows > 0n;
});

async function saveCurrency(trx: Trx, value: string): Promise<void> {
  await trx
    .insertInto('settings')
    .values({ name: currencySetting, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

function toRow({ kind, by, to, micros }: Price) {
  return { kind, payer: by ?? '', place: to ?? '', micros };
}
