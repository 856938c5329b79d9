import type { Kind } from '../../api/configuration.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import { words } from '../../words/words.ts';
import { describeKind, titleOfKind } from './kind-words.ts';

/** Which kind of source or destination one wants. */
export function KindChoice({ kinds, at, title }: { kinds: readonly Kind[]; at: string; title: string }) {
  return (
    <>
      <PageTitle>{title}</PageTitle>
      <ul class="kinds">
        {kinds.map((kind) => (
          <li key={kind.kind}>
            <a class="card" href={`${at}?new=${kind.kind}`}>
              <strong>{titleOfKind(kind)}</strong>
              <span class="muted small">{describeKind(kind)}</span>
            </a>
          </li>
        ))}
      </ul>
      <p>
        <a href={at}>{words.value.common.back}</a>
      </p>
    </>
  );
}
