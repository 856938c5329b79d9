import { useId, useRef, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { afterPress } from './after-press.ts';
import { listOf } from './choice-control.tsx';
import type { ControlProps } from './control.tsx';
import type { Suggested } from './setting.ts';
import { useSuggestions } from './suggestions.ts';

/** A list of texts, to which one adds one by one. What stands in the field when one leaves it is in the list, too. */
export function LinesControl({
  ids,
  held,
  onChange,
  suggested,
  label,
}: ControlProps & { suggested: Suggested | null; label: string }) {
  const { forms, common } = words.value;
  const listId = useId();
  const suggestions = useSuggestions(suggested);
  const [typed, setTyped] = useState('');
  const lines = listOf(held);
  const set = (next: string[]) => onChange(next.length === 0 ? undefined : next);
  const add = () => {
    const line = typed.trim();
    if (line !== '' && !lines.includes(line)) set([...lines, line]);
    setTyped('');
  };
  const latest = useRef(add);
  latest.current = add;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || typed.trim() === '') return;
    event.preventDefault();
    add();
  };
  return (
    <div class="lines">
      {lines.length > 0 && (
        <ul class="chips" aria-label={label}>
          {lines.map((line) => (
            <li key={line} class="chip">
              <span>{line}</span>
              <button
                type="button"
                class="quiet"
                aria-label={forms.takeOut(line)}
                onClick={() => set(lines.filter((one) => one !== line))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="with-button">
        <input
          {...ids}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          list={suggestions.length > 0 ? listId : undefined}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={() => afterPress(() => latest.current())}
        />
        <button type="button" disabled={typed.trim() === ''} aria-label={forms.of(common.add, label)} onClick={add}>
          {common.add}
        </button>
      </div>
      <datalist id={listId}>
        {suggestions
          .filter((one) => !lines.includes(one))
          .map((one) => (
            <option key={one} value={one} />
          ))}
      </datalist>
    </div>
  );
}
