import { useId, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { type Choice, listOf, withStrangers } from './choice-control.tsx';
import type { ControlProps } from './control.tsx';
import type { Setting } from './setting.ts';
import { choiceOf, type Of } from './setting-words.ts';

type Props = Pick<ControlProps, 'held' | 'onChange'> & {
  setting: Setting & { shape: 'references' };
  of: Of;
  choices: readonly Choice[];
};
/** Left out, an empty list, or those that are named. */
type Way = 'usual' | 'none' | 'these';

/** Names of other things. Where none at all says something of its own, one says so and does not just choose nothing. */
export function ReferencesControl(props: Props) {
  return props.setting.mayBeNone ? <Ways {...props} /> : <Several {...props} />;
}

function Ways(props: Props) {
  const { setting, of, held, onChange } = props;
  const name = useId();
  const [way, setWay] = useState<Way>(wayOf(held, setting.required));
  const ways: Way[] = setting.required ? ['these', 'none'] : ['usual', 'these', 'none'];
  const choose = (next: Way) => {
    setWay(next);
    onChange(next === 'none' ? [] : undefined);
  };
  return (
    <div class="ways">
      {ways.map((one) => (
        <div key={one} class="way">
          <label class="check">
            <input type="radio" name={name} checked={way === one} onChange={() => choose(one)} />
            <span>{choiceOf(setting, of, one)}</span>
          </label>
          {one === 'these' && way === 'these' && <Several {...props} />}
          {one === 'these' && way === 'these' && held === undefined && !setting.required && (
            <p class="muted small">{words.value.forms.asUsual}</p>
          )}
        </div>
      ))}
    </div>
  );
}

function wayOf(held: unknown, required: boolean): Way {
  if (held === undefined) return required ? 'these' : 'usual';
  return listOf(held).length === 0 ? 'none' : 'these';
}

function Several({ setting, held, onChange, choices }: Props) {
  const { forms } = words.value;
  const chosen = listOf(held);
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    onChange(next.length === 0 ? undefined : next);
  };
  const all = withStrangers(choices, chosen);
  if (all.length === 0) return <p class="muted">{forms.noneToChoose[setting.to]}</p>;
  const shows = setting.ordered && chosen.length > 1;
  return (
    <div class="choices">
      {all.map(({ id, label }) => (
        <label key={id} class="check">
          <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
          <span>
            {label}
            {shows && chosen.includes(id) && <span class="muted"> · {forms.tried(chosen.indexOf(id) + 1)}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
