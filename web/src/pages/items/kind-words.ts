import type { Kind, Part } from '../../api/configuration.ts';
import { words } from '../../words/words.ts';

type Named = Pick<Kind, 'kind' | 'title'>;

/** The name of a kind: the catalogue's, else the adapter's own. */
export function titleOfKind(part: Part, { kind, title }: Named): string {
  return words.value.fields.kinds[`${part}.${kind}`]?.title ?? title;
}

export function describeKind(part: Part, { kind, description }: Named & Pick<Kind, 'description'>): string {
  return words.value.fields.kinds[`${part}.${kind}`]?.description ?? description.replaceAll('`', '');
}
