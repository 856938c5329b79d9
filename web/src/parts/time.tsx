import { locale } from '../words/words.ts';

/** A time of the day, with the date where it was another day. `exact`: with seconds. */
export function Time({ at, exact = false }: { at: string; exact?: boolean }) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const timeStyle = exact ? 'medium' : 'short';
  const shape: Intl.DateTimeFormatOptions = today ? { timeStyle } : { dateStyle: 'medium', timeStyle };
  return (
    <time dateTime={at} title={format(date, { dateStyle: 'full', timeStyle: 'long' })}>
      {format(date, shape)}
    </time>
  );
}

export function formatDay(at: string): string {
  return format(new Date(at), { weekday: 'long', day: 'numeric', month: 'long' });
}

function format(date: Date, shape: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale.value, shape).format(date);
}
