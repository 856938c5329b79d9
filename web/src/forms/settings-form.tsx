import '../styles/forms.css';
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import type { Reference, Setting } from './setting.ts';
import { SettingField } from './setting-field.tsx';
import type { Of } from './setting-words.ts';
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
  /** Where the words for a setting's name and hint are looked up, such as `sources.hilink`. */
  of: Of;
  /** Paths of settings that are asked for at once, besides those that must be there. */
  first?: readonly string[];
  /** What the rest is called. */
  more?: string;
}

/** Draws a field for each setting: what is needed at once, what has a good default behind "More". */
export function SettingsForm(props: SettingsProps) {
  const { settings, first = [] } = props;
  if (settings.length === 0) return null;
  const isMain = ({ required, path }: Setting) => required || first.includes(path);
  // In the order in which they are named, so that the most telling one is asked first.
  const rank = ({ path }: Setting) => (first.includes(path) ? first.indexOf(path) : -1);
  const main = settings.filter(isMain).sort((one, other) => rank(one) - rank(other));
  const more = settings.filter((setting) => !isMain(setting));
  return (
    <div class="stack form-fields">
      {main.map((setting) => (
        <SettingField key={setting.path} setting={setting} {...props} />
      ))}
      {main.length === 0 && more.length <= 2 ? (
        <Fields {...props} settings={more} />
      ) : (
        <More {...props} settings={more} />
      )}
    </div>
  );
}

function Fields(props: SettingsProps) {
  return (
    <>
      {props.settings.map((setting) => (
        <SettingField key={setting.path} setting={setting} {...props} />
      ))}
    </>
  );
}

/** Opens by itself when something in it is wrong, and stays open, so that no field goes away under the hand. */
function More(props: SettingsProps) {
  const { settings, problems } = props;
  const [open, setOpen] = useState(false);
  const isIn = (path: string) => settings.some((one) => path === one.path || path.startsWith(`${one.path}.`));
  const hasProblem = Object.keys(problems).some(isIn);
  useEffect(() => {
    if (hasProblem) setOpen(true);
  }, [hasProblem]);
  if (settings.length === 0) return null;
  return (
    <details class="more-settings" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.more ?? words.value.forms.more}</summary>
      <div class="stack form-fields">
        <Fields {...props} />
      </div>
    </details>
  );
}
