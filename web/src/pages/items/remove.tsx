import { useState } from 'preact/hooks';
import { type Item, type Part, removeItem } from '../../api/configuration.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { explainError } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';
import { nameOf } from './item-summary.ts';

/** Asks before it is removed; what still names it, the hub says. */
export function Remove({ part, item, onRemoved }: { part: Part; item: Item; onRemoved: () => void }) {
  const [asks, setAsks] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);
  const remove = async () => {
    try {
      await removeItem(part, item.id);
      setAsks(false);
      onRemoved();
    } catch (cause) {
      setError(explainError(cause));
    }
  };
  return (
    <>
      <button
        type="button"
        class="quiet"
        aria-label={words.value.forms.of(words.value.common.remove, nameOf(item))}
        onClick={() => setAsks(true)}
      >
        {words.value.common.remove}
      </button>
      {asks && (
        <Confirm
          title={words.value.items.removeTitle(nameOf(item))}
          text={words.value.items.removeText[part]}
          action={words.value.common.remove}
          error={error}
          onConfirm={remove}
          onClose={() => {
            setAsks(false);
            setError(undefined);
          }}
        />
      )}
    </>
  );
}
