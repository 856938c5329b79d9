import type { Words } from './words.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** `10 minutes`, `2 hours`: hours where they are whole ones. In digits that every phone has, with plain blanks. */
export function durationIn(
  { language, unspaced = false }: Pick<Words, 'language' | 'unspaced'>,
  minutes: number,
): string {
  const inHours = minutes >= 60 && minutes % 60 === 0;
  return formatOf(language, inHours ? 'hour' : 'minute')
    .format(inHours ? minutes / 60 : minutes)
    .replace(/\s/g, unspaced ? '' : ' ');
}

/** Making one takes a hundred times as long as using it. */
function formatOf(language: string, unit: 'hour' | 'minute'): Intl.NumberFormat {
  const key = `${language} ${unit}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(`${language}-u-nu-latn`, { style: 'unit', unit, unitDisplay: 'long' });
  formats.set(key, made);
  return made;
}
