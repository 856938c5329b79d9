import type { Item } from '../../api/configuration.ts';
import type { Line } from '../../api/lines.ts';
import { Icon } from '../../parts/icon.tsx';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';
import type { ItemsState } from './items.ts';
import { Fact, StatusFacts } from './status-facts.tsx';

/** How a line is: what troubles it and what to do, then what its sources see. */
export function LineHealth({ item, state }: { item: Item; state: ItemsState }) {
  const line = state.lineOf(item.id);
  const said = words.value.items.line;
  if (line === undefined) return null;
  return (
    <>
      {line.sources.length === 0 && <p class="notice-box">{said.noSource}</p>}
      {line.troubles.map((one) => (
        <TroubleBox key={`${one.source}/${one.trouble}`} {...one} />
      ))}
      <Facts line={line} />
    </>
  );
}

function TroubleBox({ trouble, since, source }: Line['troubles'][number]) {
  const said = words.value.items.line;
  const { title, advice } = said.troubles[trouble];
  return (
    <div class="notice-box trouble">
      <Icon name="warning" />
      <div>
        <p>
          <strong>{title}</strong>{' '}
          <span class="muted small">
            {source} · {said.since} <Time at={since} />
          </span>
        </p>
        <p>{advice}</p>
      </div>
    </div>
  );
}

function Facts({ line: { status, sources } }: { line: Line }) {
  const said = words.value.items.line;
  const { lastTextAt } = status;
  return (
    <StatusFacts status={status}>
      {sources.length > 0 && <Fact name={said.by}>{sources.map(({ id }) => id).join(', ')}</Fact>}
      <Fact name={said.lastText}>{lastTextAt === null ? said.never : <Time at={lastTextAt} />}</Fact>
    </StatusFacts>
  );
}
