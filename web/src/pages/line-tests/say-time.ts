import { lineTestWords } from '../../words/line-tests.ts';
import { locale } from '../../words/words.ts';

export function sayEvery(minutes: number): string {
  const said = lineTestWords.value;
  if (minutes % 1440 === 0) return said.days(minutes / 1440);
  return minutes % 60 === 0 ? said.hours(minutes / 60) : said.minutes(minutes);
}

export function saySeconds(seconds: number | null): string {
  const said = lineTestWords.value;
  if (seconds === null) return said.none;
  return said.seconds(new Intl.NumberFormat(locale.value, { maximumSignificantDigits: 2 }).format(seconds));
}
