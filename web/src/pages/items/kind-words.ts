import type { Kind } from '../../api/configuration.ts';
import { words } from '../../words/words.ts';

/** The name of a kind: the catalogue's, else the adapter's own. */
export function titleOfKind({ kind, title }: Pick<Kind, 'kind' | 'title'>): string {
  return words.value.fields.kinds[kind]?.title ?? title;
}

export function describeKind({ kind, description }: Pick<Kind, 'kind' | 'description'>): string {
  return words.value.fields.kinds[kind]?.description ?? description.replaceAll('`', '');
}
