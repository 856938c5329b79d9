import '../styles/forms.css';
import { words } from '../words/words.ts';
import type { Reference, Setting } from './setting.ts';
import { SettingField } from './setting-field.tsx';
import type { Value } from './value.ts';

/** What settings may name, with the words that they are chosen by. */
export type Choosable = Record<Reference, { id: string; label: string }[]>;

export interface SettingsProps {
  settings: readonly Setting[];
  value: Value;
  /** By path. */
  problems: Readonly<Record<string, string>>;
  choosable: Choosable;
  onChange: (path: string, value: unknown) => void;
  /** Where the words for a setting's name and hint are looked up first, such as `hilink`. */
  of: string;
  /** Names of settings that are asked for at once, besides those that must be there. */
  first?: readonly string[];
}

/** Draws a field for each setting: what is needed at once, what has a good default behind "More". */
export function SettingsForm(props: SettingsProps) {
  const { settings, problems, first = [] } = props;
  const isMain = ({ required, name, path }: Setting) =>
    required || first.includes(name) || problems[path] !== undefined || path.includes('.');
  const main = settings.filter(isMain);
  const more = settings.filter((setting) => !main.includes(setting));
  return (
    <div class="stack">
      {main.map((setting) => (
        <SettingField key={setting.path} setting={setting} {...props} />
      ))}
      {more.length > 0 && (
        <details class="more-settings">
          <summary>{words.value.forms.more}</summary>
          <div class="stack">
            {more.map((setting) => (
              <SettingField key={setting.path} setting={setting} {...props} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
}
