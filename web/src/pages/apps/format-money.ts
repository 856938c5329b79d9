import { locale } from '../../words/words.ts';

/** Texts cost fractions of a cent: as many decimals as say something, at most so many. */
export function formatMoney(amount: number, currency: string, decimals = 4): string {
  const style = { style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: decimals } as const;
  return new Intl.NumberFormat(locale.value, style).format(amount);
}
