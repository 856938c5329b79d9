import type { Kind, Part } from '../../api/configuration.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import { words } from '../../words/words.ts';
import { describeKind, titleOfKind } from './kind-words.ts';

interface Props {
  part: Part;
  kinds: readonly Kind[];
}

/** Which kind of source, destination or provider one wants. */
export function KindChoice({ part, kinds, at, title }: Props & { at: string; title: string }) {
  return (
    <>
      <PageTitle>{title}</PageTitle>
      <KindCards part={part} kinds={kinds} to={({ kind }) => `${at}?new=${kind}`} />
      <p>
        <a href={at}>{words.value.common.back}</a>
      </p>
    </>
  );
}

/** A card for each kind, which leads to its form. */
export function KindCards({ part, kinds, to }: Props & { to: (kind: Kind) => string }) {
  return (
    <ul class="kinds">
      {kinds.map((kind) => (
        <li key={kind.kind}>
          <a class="card" href={to(kind)}>
            <strong>{titleOfKind(part, kind)}</strong>
            <span class="muted small">{describeKind(part, kind)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
