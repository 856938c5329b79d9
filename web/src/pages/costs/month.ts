import { locale } from '../../words/words.ts';

/** As `2027-01`, in UTC: months end everywhere at the same time. */
export function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7);
}

export function monthsLater(month: string, count: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return monthOf(date.getTime());
}

export function nameMonth(month: string): string {
  const shape = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale.value, shape).format(new Date(`${month}-01T00:00:00Z`));
}
