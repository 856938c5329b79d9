import type { Words } from './words.ts';

/** What was written before: lifetimes are few. */
const written = new Map<string, string>();

/** `10 minutes`, `2 hours`: hours where they are whole ones. In digits that every phone has, with plain blanks. */
export function durationIn(
  { language, unspaced = false }: Pick<Words, 'language' | 'unspaced'>,
  minutes: number,
): string {
  const key = `${language} ${minutes}`;
  const known = written.get(key) ?? write(language, minutes).replace(/\s/g, unspaced ? '' : ' ');
  written.set(key, known);
  return known;
}

function write(language: string, minutes: number): string {
  const inHours = minutes >= 60 && minutes % 60 === 0;
  const unit = { style: 'unit', unit: inHours ? 'hour' : 'minute', unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(`${language}-u-nu-latn`, unit).format(inHours ? minutes / 60 : minutes);
}
