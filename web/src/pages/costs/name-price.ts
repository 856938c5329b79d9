import type { PriceKey } from '../../api/costs.ts';
import { costWords } from '../../words/costs.ts';
import { nameRegion } from '../apps/region-names.ts';

/** What a price is for, in words; no other price has the same. */
export function namePrice({ kind, by, to }: PriceKey): string {
  return `${costWords.value.prices.kinds[kind]} ${namePlace(to)} ${nameWay(by)}`;
}

export function namePlace(to: string | null): string {
  const { prices: said } = costWords.value;
  if (to === null) return said.anywhere;
  return said.to(to.startsWith('+') ? said.beginning(to) : nameRegion(to));
}

export function nameWay(by: string | null): string {
  const { prices: said } = costWords.value;
  return by === null ? said.byAll : said.by(by);
}
