import { locale } from '../../words/words.ts';

/** Texts cost fractions of a cent: as many decimals as say something. */
export function formatMoney(amount: number, currency: string): string {
  const style = { style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: 4 } as const;
  return new Intl.NumberFormat(locale.value, style).format(amount);
}
