import { words } from '../words/words.ts';
import type { ControlProps } from './control.tsx';
import type { Setting } from './setting.ts';

interface Choice {
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
  return (
    <select {...ids} value={chosen} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
      {needsEmpty && <option value="">{words.value.forms.choose}</option>}
      {choices.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
      {chosen !== '' && !choices.some(({ id }) => id === chosen) && <option value={chosen}>{chosen}</option>}
    </select>
  );
}

/** Any of several; they stay in the order in which they were chosen, as some are tried in order. */
export function ManyControl({ held, onChange, choices }: Omit<ControlProps, 'ids'> & { choices: readonly Choice[] }) {
  const chosen = held === undefined ? [] : [held].flat().map(String);
  const strangers = chosen.filter((id) => !choices.some((one) => one.id === id)).map((id) => ({ id, label: id }));
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    onChange(next);
  };
  return (
    <div class="choices">
      {[...choices, ...strangers].map(({ id, label }) => (
        <label key={id} class="check">
          <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
          <span>
            {label}
            {chosen.length > 1 && chosen.includes(id) && <span class="muted"> ({chosen.indexOf(id) + 1}.)</span>}
          </span>
        </label>
      ))}
      {choices.length === 0 && <p class="muted">{words.value.forms.noneToChoose}</p>}
    </div>
  );
}
