import type { Kind, Part } from '../../api/configuration.ts';
import { fieldWords } from '../../words/fields.ts';

type Named = Pick<Kind, 'kind' | 'title'>;

/** The name of a kind: the catalogue's, else the adapter's own. */
export function titleOfKind(part: Part, { kind, title }: Named): string {
  return fieldWords.value.kinds[`${part}.${kind}`]?.title ?? title;
}

export function describeKind(part: Part, { kind, description }: Named & Pick<Kind, 'description'>): string {
  return fieldWords.value.kinds[`${part}.${kind}`]?.description ?? description.replaceAll('`', '');
}
