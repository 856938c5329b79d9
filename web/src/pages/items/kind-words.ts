import type { Kind } from '../../api/configuration.ts';
import { words } from '../../words/words.ts';

type Named = Pick<Kind, 'kind' | 'title' | 'connects'>;

/** The name of a kind: the catalogue's, else the adapter's own. */
export function titleOfKind(kind: Named): string {
  return wordsOf(kind)?.title ?? kind.title;
}

export function describeKind(kind: Named & Pick<Kind, 'description'>): string {
  return wordsOf(kind)?.description ?? kind.description.replaceAll('`', '');
}

/** A source and a destination may be of the same name; whether it `connects` is said of sources only. */
function wordsOf({ kind, connects }: Named) {
  const part = connects === undefined ? 'destinations' : 'sources';
  return words.value.fields.kinds[`${part}.${kind}`];
}
