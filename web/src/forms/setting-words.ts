import { type Words, words } from '../words/words.ts';
import type { Setting } from './setting.ts';

/** The name of a setting for people: the catalogue's, else made from the name in the configuration. */
export function labelOf({ name, path }: Setting, of: string): string {
  const { labels } = words.value.fields;
  return labels[`${of}.${path}`] ?? labels[path] ?? labels[name] ?? humanize(name);
}

/** What a setting is for: the catalogue's words, else those of the schema, which are English. */
export function hintOf({ hint, path }: Setting, of: string): string {
  const { hints } = words.value.fields;
  return hints[`${of}.${path}`] ?? hints[path] ?? hint.replaceAll('`', '');
}

export function fallbackWords({ fallback, shape }: Setting, forms: Words['forms']): string {
  if (fallback === undefined || fallback === '' || shape === 'choice' || shape === 'group') return '';
  if (typeof fallback === 'object') return '';
  return forms.fallback(String(fallback));
}

/** `pollSeconds` → "Poll seconds". */
export function humanize(name: string): string {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
