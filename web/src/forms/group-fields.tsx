import { words } from '../words/words.ts';
import type { Setting } from './setting.ts';
import { hintOf, labelOf } from './setting-words.ts';
import { SettingsForm, type SettingsProps } from './settings-form.tsx';
import { readAt, type Value } from './value.ts';

type Group = Setting & { shape: 'group' };

/** Settings that belong together. Where the whole group may be left out, a box says whether it is wanted. */
export function GroupFields({ group, ...props }: { group: Group } & SettingsProps) {
  const { of, problems, value, onChange, first = [] } = props;
  const label = labelOf(group, of);
  const hint = hintOf(group, of);
  const isThere = !group.mayLack || readAt(value, group.path) !== undefined;
  const asked = first.some((path) => path.startsWith(`${group.path}.`));
  const inside = asked ? first : group.inside.map(({ path }) => path);
  return (
    <fieldset class={group.inside.some(({ shape }) => shape === 'group') ? 'group' : 'group beside'}>
      <legend>
        {group.mayLack ? (
          <label class="check">
            <input
              type="checkbox"
              checked={isThere}
              onChange={(event) => onChange(group.path, event.currentTarget.checked ? beginning(group) : undefined)}
            />
            <span>{label}</span>
          </label>
        ) : (
          label
        )}
      </legend>
      {hint !== '' && <p class="muted small">{hint}</p>}
      {problems[group.path] !== undefined && (
        <p class="error" role="alert">
          {problems[group.path]}
        </p>
      )}
      {isThere && (
        <SettingsForm {...props} settings={group.inside} first={inside} more={words.value.forms.moreOfGroup} />
      )}
    </fieldset>
  );
}

/** People mean the time on their own wall. */
function beginning(group: Group): Value {
  const zone = group.inside.find(({ shape }) => shape === 'timeZone');
  return zone === undefined ? {} : { [zone.name]: new Intl.DateTimeFormat().resolvedOptions().timeZone };
}
