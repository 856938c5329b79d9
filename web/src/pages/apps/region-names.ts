import { locale } from '../../words/words.ts';
import { regions } from './regions.ts';

/** What people call a country, in the language of the pages. */
export function nameRegion(region: string): string {
  try {
    return new Intl.DisplayNames([locale.value], { type: 'region' }).of(region) ?? region;
  } catch {
    return region;
  }
}

/** Codes with names, as a dictionary would have them. */
export function namedRegions(): { region: string; name: string }[] {
  const { compare } = new Intl.Collator(locale.value);
  return regions
    .map((region) => ({ region, name: nameRegion(region) }))
    .sort((one, other) => compare(one.name, other.name));
}
