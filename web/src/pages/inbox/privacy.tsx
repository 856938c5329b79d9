import { signal } from '@preact/signals';
import { words } from '../../words/words.ts';
import { coverCode, groupsOf } from './code-shape.ts';

const storageKey = 'keypigeon.hide-codes';
const hides = signal(localStorage.getItem(storageKey) === 'yes');

/** Whether codes are shown only while one points at them: for screens that others see. */
export function HideSwitch() {
  const toggle = () => {
    hides.value = !hides.value;
    localStorage.setItem(storageKey, hides.value ? 'yes' : 'no');
  };
  return (
    <label class="check">
      <input type="checkbox" checked={hides.value} onChange={toggle} />
      <span>{words.value.inbox.hide}</span>
    </label>
  );
}

/** Whether codes are hidden on this screen. */
export function hidesCodes(): boolean {
  return hides.value;
}

/** A text as it may be shown beside a code: a hidden code is hidden in it too. */
export function besideCode(text: string, code: string | null): string {
  return hidesCodes() && code !== null ? coverCode(text, code) : text;
}

/** A code in groups that are easy to read out; a hidden one is shown while it is pointed at, focused or pressed. */
export function CodeText({ code, small = false }: { code: string; small?: boolean }) {
  const shape = `code code-text ${small ? 'small' : ''}`;
  const digits = groupsOf(code).map((group) => <span key={group.at}>{group.text}</span>);
  if (!hides.value) return <p class={shape}>{digits}</p>;
  return (
    <button type="button" class={`${shape} hidden-code`} aria-label={words.value.inbox.hiddenCode}>
      <span class="covered" aria-hidden="true">
        {'•'.repeat(code.length)}
      </span>
      <span class="uncovered">{digits}</span>
    </button>
  );
}
