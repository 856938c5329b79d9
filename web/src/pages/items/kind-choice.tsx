import type { Kind } from '../../api/configuration.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import { words } from '../../words/words.ts';
import { describeKind, titleOfKind } from './kind-words.ts';

/** Which kind of source or destination one wants. */
export function KindChoice({ kinds, at, title }: { kinds: readonly Kind[]; at: string; title: string }) {
  return (
    <>
      <PageTitle>{title}</PageTitle>
      <KindCards kinds={kinds} to={({ kind }) => `${at}?new=${kind}`} />
      <p>
        <a href={at}>{words.value.common.back}</a>
      </p>
    </>
  );
}

/** A card for each kind, which leads to its form. */
export function KindCards({ kinds, to }: { kinds: readonly Kind[]; to: (kind: Kind) => string }) {
  return (
    <ul class="kinds">
      {kinds.map((kind) => (
        <li key={kind.kind}>
          <a class="card" href={to(kind)}>
            <strong>{titleOfKind(kind)}</strong>
            <span class="muted small">{describeKind(kind)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
