import { words } from '../words/words.ts';
import { ChoiceControl, ChoicesControl } from './choice-control.tsx';
import { LinesControl } from './lines-control.tsx';
import { LongControl, PairsControl } from './long-control.tsx';
import { ReferencesControl } from './references-control.tsx';
import { SecretControl } from './secret-control.tsx';
import type { Setting } from './setting.ts';
import { choiceOf, type Of } from './setting-words.ts';
import type { Choosable } from './settings-form.tsx';
import { TemplateControl } from './template-control.tsx';
import { TimeControl, TimeZoneControl } from './time-controls.tsx';

export interface ControlProps {
  ids: { id: string; 'aria-describedby': string; 'aria-invalid': boolean };
  held: unknown;
  onChange: (value: unknown) => void;
}

export interface WholeControlProps extends ControlProps {
  setting: Setting;
  choosable: Choosable;
  of: Of;
  label: string;
}

/** The control that fits a setting's shape. */
export function Control({ setting, choosable, of, label, ...props }: WholeControlProps) {
  const asChoices = (choices: readonly string[]) => choices.map((id) => ({ id, label: choiceOf(setting, of, id) }));
  switch (setting.shape) {
    case 'secret':
      return <SecretControl setting={setting} of={of} label={label} {...props} />;
    case 'number':
      return <NumberControl setting={setting} {...props} />;
    case 'maybe':
      return <MaybeControl setting={setting} of={of} {...props} />;
    case 'choice':
      return <ChoiceControl choices={asChoices(setting.choices)} setting={setting} {...props} />;
    case 'reference':
      return <ChoiceControl choices={choosable[setting.to]} setting={setting} {...props} />;
    case 'choices':
      return <ChoicesControl choices={asChoices(setting.choices)} held={props.held} onChange={props.onChange} />;
    case 'references':
      return <ReferencesControl setting={setting} of={of} choices={choosable[setting.to]} {...props} />;
    case 'lines':
      return <LinesControl suggested={setting.suggested} label={label} {...props} />;
    case 'pairs':
      return <PairsControl {...props} />;
    case 'long':
      return <LongControl {...props} />;
    case 'template':
      return <TemplateControl {...props} />;
    case 'time':
      return <TimeControl {...props} />;
    case 'timeZone':
      return <TimeZoneControl {...props} />;
    default:
      return <TextControl address={setting.shape === 'address'} {...props} />;
  }
}

function TextControl({ ids, held, onChange, address }: ControlProps & { address: boolean }) {
  return (
    <input
      {...ids}
      type="text"
      inputMode={address ? 'url' : 'text'}
      autocomplete="off"
      autocapitalize="off"
      spellcheck={false}
      value={typeof held === 'string' ? held : ''}
      onInput={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  );
}

function NumberControl({ ids, setting, held, onChange }: ControlProps & { setting: Setting & { shape: 'number' } }) {
  return (
    <input
      {...ids}
      class="short"
      type="number"
      min={setting.least}
      max={setting.most}
      step={setting.whole ? 1 : 'any'}
      value={typeof held === 'number' ? held : ''}
      onInput={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.valueAsNumber)}
    />
  );
}

/** Yes and no are both something else than nothing. */
function MaybeControl({ ids, setting, of, held, onChange }: ControlProps & { setting: Setting; of: Of }) {
  const read = (chosen: string) => (chosen === '' ? undefined : chosen === 'true');
  return (
    <select
      {...ids}
      value={held === undefined ? '' : String(held)}
      onChange={(event) => onChange(read(event.currentTarget.value))}
    >
      <option value="">{words.value.forms.either}</option>
      {['true', 'false'].map((choice) => (
        <option key={choice} value={choice}>
          {choiceOf(setting, of, choice)}
        </option>
      ))}
    </select>
  );
}
