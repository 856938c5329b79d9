import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { type Item, type Part, removeItem } from '../../api/configuration.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Icon } from '../../parts/icon.tsx';
import { explainError, tellError } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';
import { Connect } from './connect.tsx';
import { HealthTag } from './health-tag.tsx';
import { nameOf, summaryOf } from './item-summary.ts';
import type { ItemsState } from './items.ts';
import { titleOfKind } from './kind-words.ts';
import { Proof } from './proof.tsx';
import { TestButton } from './test-button.tsx';

/** One line, source, destination or route: what it is, how it is, what one can do with it. */
export function ItemCard({
  part,
  item,
  state,
  children,
}: {
  part: Part;
  item: Item;
  state: ItemsState;
  children?: ComponentChildren;
}) {
  const said = words.value.items;
  const kinds = part === 'sources' || part === 'destinations' ? state.adapters.value?.[part] : undefined;
  const kind = kinds?.find((one) => one.kind === item.kind);
  const health = state.healthOf(part, item.id);
  return (
    <li class="card item-card">
      <div class="row">
        <h2>{nameOf(item)}</h2>
        {item.kind !== undefined && <span class="tag">{kind === undefined ? item.kind : titleOfKind(kind)}</span>}
        {item.enabled === false && <span class="tag warn">{said.off}</span>}
        {health !== undefined && <HealthTag health={health} />}
      </div>
      {summaryOf(part, item).map((line) => (
        <p key={line} class="muted">
          {line}
        </p>
      ))}
      {health !== undefined && health.state !== 'ok' && <p class="small">{health.detail}</p>}
      {item.proof === 'needed' && <Proof id={item.id} onProven={() => state.load()} />}
      <div class="row">
        {item.provisioned ? <Locked file={state.items.value?.file ?? null} /> : <EditLink part={part} id={item.id} />}
        {part === 'destinations' && item.proof !== 'needed' && <TestButton id={item.id} />}
        {part === 'sources' && kind?.connects === true && <Connect id={item.id} />}
        {!item.provisioned && <Remove part={part} item={item} onRemoved={() => state.load()} />}
        {children}
      </div>
    </li>
  );
}

function EditLink({ part, id }: { part: Part; id: string }) {
  return (
    <a class="button" href={`/settings/${part}?edit=${encodeURIComponent(id)}`}>
      {words.value.common.edit}
    </a>
  );
}

function Locked({ file }: { file: string | null }) {
  return (
    <p class="row muted small">
      <Icon name="lock" /> {words.value.items.locked(file ?? '')}
    </p>
  );
}

function Remove({ part, item, onRemoved }: { part: Part; item: Item; onRemoved: () => void }) {
  const [asks, setAsks] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);
  const remove = async () => {
    try {
      await removeItem(part, item.id);
      setAsks(false);
      onRemoved();
    } catch (cause) {
      setError(explainError(cause));
      tellError(cause);
    }
  };
  return (
    <>
      <button type="button" class="quiet" onClick={() => setAsks(true)}>
        {words.value.common.remove}
      </button>
      {asks && (
        <Confirm
          title={words.value.items.removeTitle(nameOf(item))}
          text={words.value.items.removeText[part]}
          action={words.value.common.remove}
          error={error}
          onConfirm={remove}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  );
}
