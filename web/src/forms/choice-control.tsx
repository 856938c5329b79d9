import { words } from '../words/words.ts';
import type { ControlProps } from './control.tsx';
import type { Setting } from './setting.ts';

export interface Choice {
  id: string;
  label: string;
}

/** One of several. */
export function ChoiceControl({
  ids,
  held,
  onChange,
  choices,
  setting,
}: ControlProps & { choices: readonly Choice[]; setting: Setting }) {
  const chosen = typeof held === 'string' ? held : typeof setting.fallback === 'string' ? setting.fallback : '';
  const needsEmpty = setting.fallback === undefined;
  const { choose, open } = words.value.forms;
  return (
    <select {...ids} value={chosen} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
      {needsEmpty && <option value="">{setting.required || choices.length > 1 ? choose : open}</option>}
      {withStrangers(choices, chosen === '' ? [] : [chosen]).map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** Any of several, small beside each other. */
export function ChoicesControl({
  held,
  onChange,
  choices,
}: Omit<ControlProps, 'ids'> & { choices: readonly Choice[] }) {
  const chosen = listOf(held);
  // In the order of the schema: days of the week in theirs.
  const toggle = (id: string) => {
    const next = choices
      .map((one) => one.id)
      .filter((one) => (one === id ? !chosen.includes(one) : chosen.includes(one)));
    onChange(next.length === 0 ? undefined : next);
  };
  return (
    <div class="chips">
      {choices.map(({ id, label }) => (
        <label key={id} class="chip">
          <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}

/** One stands for a list of one. */
export function listOf(held: unknown): string[] {
  return held === undefined || held === null ? [] : [held].flat().map(String);
}

/** What is chosen and is not there any more, or is not for one's eyes, stays until one takes it out. */
export function withStrangers(choices: readonly Choice[], chosen: readonly string[]): Choice[] {
  const strangers = chosen.filter((id) => !choices.some((one) => one.id === id));
  return [...choices, ...strangers.map((id) => ({ id, label: id }))];
}
