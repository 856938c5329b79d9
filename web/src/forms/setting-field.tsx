import { Field, FieldGroup } from '../parts/field.tsx';
import { words } from '../words/words.ts';
import { Control, type ControlProps } from './control.tsx';
import { GroupFields } from './group-fields.tsx';
import type { Setting } from './setting.ts';
import { fallbackWords, hintOf, labelOf } from './setting-words.ts';
import type { Choosable, SettingsProps } from './settings-form.tsx';
import { readAt } from './value.ts';

/** Those that are several controls, or one with buttons, under one name. */
const grouped = ['choices', 'references'];

/** One setting with its words, its control and what is wrong with it. */
export function SettingField({ setting, ...props }: { setting: Setting } & SettingsProps) {
  const { problems, value, choosable, onChange, of } = props;
  if (setting.shape === 'group') return <GroupFields group={setting} {...props} />;
  const label = labelOf(setting, of);
  const error = problems[setting.path];
  const held = readAt(value, setting.path);
  const change = (next: unknown) => onChange(setting.path, next);
  if (setting.shape === 'flag')
    return (
      <FlagField
        label={label}
        hint={hintOf(setting, of)}
        error={error}
        setting={setting}
        held={held}
        onChange={change}
      />
    );
  const told = [hintOf(setting, of), fallbackWords(setting, words.value.forms)].filter((line) => line !== '').join(' ');
  const control = (ids: ControlProps['ids']) => (
    <Control ids={ids} setting={setting} of={of} label={label} held={held} choosable={choosable} onChange={change} />
  );
  if (grouped.includes(setting.shape))
    return (
      <FieldGroup label={label} hint={told} error={error}>
        {control({ id: '', 'aria-describedby': '', 'aria-invalid': error !== undefined })}
      </FieldGroup>
    );
  return (
    <Field label={label} hint={told} error={error} optional={mayBeEmpty(setting, choosable)}>
      {control}
    </Field>
  );
}

/** Said where one could think that something must be typed: not of what has a value anyway, or stands in a group. */
function mayBeEmpty(setting: Setting, choosable: Choosable): boolean {
  if (setting.required || setting.fallback !== undefined || setting.path.includes('.')) return false;
  // Who or what is meant goes without saying only where there is but one.
  return setting.shape !== 'reference' || choosable[setting.to].length < 2;
}

function FlagField(props: {
  label: string;
  hint: string;
  error: string | undefined;
  setting: Setting;
  held: unknown;
  onChange: (next: boolean) => void;
}) {
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          checked={(props.held ?? props.setting.fallback) === true}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <span>
          {props.label}
          {props.hint !== '' && <span class="hint flag-hint">{props.hint}</span>}
        </span>
      </label>
      {props.error !== undefined && (
        <p class="error" role="alert">
          {props.error}
        </p>
      )}
    </div>
  );
}
