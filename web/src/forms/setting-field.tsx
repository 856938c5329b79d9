import { Field, FieldGroup } from '../parts/field.tsx';
import { words } from '../words/words.ts';
import { Control, type ControlProps } from './control.tsx';
import type { Setting } from './setting.ts';
import { fallbackWords, hintOf, labelOf } from './setting-words.ts';
import type { SettingsProps } from './settings-form.tsx';
import { readAt } from './value.ts';

/** One setting with its words, its control and what is wrong with it. */
export function SettingField({ setting, ...props }: { setting: Setting } & SettingsProps) {
  const { problems, value, choosable, onChange, of } = props;
  const label = labelOf(setting, of);
  const hint = hintOf(setting, of);
  const error = problems[setting.path];
  if (setting.shape === 'group')
    return (
      <fieldset class="group">
        <legend>{label}</legend>
        {hint !== '' && <p class="muted small">{hint}</p>}
        {setting.inside.map((inner) => (
          <SettingField key={inner.path} setting={inner} {...props} />
        ))}
      </fieldset>
    );
  const held = readAt(value, setting.path);
  const change = (next: unknown) => onChange(setting.path, next);
  if (setting.shape === 'flag')
    return (
      <div class="field">
        <label class="check">
          <input
            type="checkbox"
            checked={(held ?? setting.fallback) === true}
            onChange={(event) => change(event.currentTarget.checked)}
          />
          <span>{label}</span>
        </label>
        <p class="hint">{hint}</p>
        {error !== undefined && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
      </div>
    );
  const told = [hint, fallbackWords(setting, words.value.forms)].filter((line) => line !== '').join(' ');
  const control = (ids: ControlProps['ids']) => (
    <Control ids={ids} setting={setting} held={held} choosable={choosable} onChange={change} />
  );
  if (setting.shape === 'choices' || setting.shape === 'references')
    return (
      <FieldGroup label={label} hint={told} error={error}>
        {control({ id: '', 'aria-describedby': '', 'aria-invalid': error !== undefined })}
      </FieldGroup>
    );
  return (
    <Field label={label} hint={told} error={error} optional={!setting.required}>
      {control}
    </Field>
  );
}
