import type { fields } from '../words/en/fields.ts';
import { fieldWords } from '../words/fields.ts';
import { type Words, words } from '../words/words.ts';
import type { Setting } from './setting.ts';

/**
 * Where the words of settings stand in the catalogue: `sources.hilink` for those of a kind, `sources` for those that all
 * sources have.
 */
export type Of = string;

type Named = Pick<Setting, 'path' | 'name'>;

/** The name of a setting for people: the catalogue's, else made from the name in the configuration. */
export function labelOf({ name, path }: Named, of: Of): string {
  return fieldWords.value.settings[`${of}.${path}`]?.label ?? humanize(name);
}

/** What a setting is for: the catalogue's words, else those of the schema, which are English. */
export function hintOf({ hint, path }: Setting, of: Of): string {
  return fieldWords.value.settings[`${of}.${path}`]?.hint ?? hint.replaceAll('`', '');
}

/** What one of several is called. */
export function choiceOf({ path }: Pick<Setting, 'path'>, of: Of, choice: string): string {
  return choiceIn(fieldWords.value, words.value.inbox.events, `${of}.${path}.${choice}`) ?? choice;
}

/** undefined: the catalogue does not know it. */
export function choiceIn(
  { choices }: Pick<typeof fields, 'choices'>,
  events: Words['inbox']['events'],
  key: string,
): string | undefined {
  return choices[key] ?? events[key.slice(key.lastIndexOf('.') + 1)];
}

/** What holds where nothing is set. */
export function fallbackWords({ fallback, shape }: Setting, forms: Words['forms']): string {
  if (fallback === undefined || fallback === '' || shape === 'choice' || shape === 'group') return '';
  if (typeof fallback === 'object') return '';
  return forms.fallback(String(fallback));
}

/** A value as one would say it. Secrets are not said. */
export function valueWords(setting: Setting, of: Of, value: unknown): string {
  const { common, forms } = words.value;
  if (value === undefined || value === '' || value === null) return forms.nothing;
  if (setting.shape === 'secret') return forms.hidden;
  if (typeof value === 'boolean') return value ? common.yes : common.no;
  const said = [value].flat().map((one) => choiceOf(setting, of, String(one)));
  return said.length === 0 ? forms.nothing : said.join(', ');
}

/** `pollSeconds` → "Poll seconds". */
export function humanize(name: string): string {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
