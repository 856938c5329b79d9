import { type PriceTable, priceTable } from '../domain/price.ts';
import type { Database } from '../store/database.ts';
import { readPrices } from '../store/prices.ts';
import type { Clock } from '../support/clock.ts';
import { countSegments } from '../support/gsm7.ts';
import type { Logger } from '../support/logger.ts';

/** What is asked for a price. */
export interface PricedSend {
  kind: string;
  /** Id of the line or provider. */
  by: string;
  to: string;
  region: string | null;
  text: string;
}

/** Prices that another node changed are followed so much later. */
const reloadMs = 10_000;

/** The prices as they are now, in memory: looking one up costs no query. */
export class Prices {
  readonly #parts: { database: Database; clock: Clock; log: Logger };
  #table: PriceTable = priceTable([]);
  #reloadAt = 0;

  constructor(parts: { database: Database; clock: Clock; log: Logger }) {
    this.#parts = parts;
  }

  /** Reads them anew; resolves when they are in effect. */
  async load(): Promise<void> {
    const { database, clock } = this.#parts;
    this.#reloadAt = clock.now() + reloadMs;
    this.#table = priceTable((await readPrices(database)).prices);
  }

  /** Millionths of the unit of the currency, for all segments; null: no price is known. */
  costOf({ kind, by, to, region, text }: PricedSend): number | null {
    this.#follow();
    const each = this.#table.find({ kind, by, number: to, region });
    if (each === undefined) return null;
    return each * (kind === 'sms' ? countSegments(text) : 1);
  }

  #follow(): void {
    const { database, clock, log } = this.#parts;
    if (database.dialect === 'sqlite' || clock.now() < this.#reloadAt) return;
    this.load().catch((error: unknown) => log.warn({ err: error }, 'the prices could not be read; trying again soon'));
  }
}
