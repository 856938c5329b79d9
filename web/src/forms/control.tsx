import { words } from '../words/words.ts';
import { ChoiceControl, ManyControl } from './choice-control.tsx';
import { LinesControl, PairsControl } from './lines-control.tsx';
import type { Setting } from './setting.ts';
import type { Choosable } from './settings-form.tsx';
import { isSetSecret } from './value.ts';

export interface ControlProps {
  ids: { id: string; 'aria-describedby': string; 'aria-invalid': boolean };
  held: unknown;
  onChange: (value: unknown) => void;
}

/** The control that fits a setting's shape. */
export function Control({ setting, choosable, ...props }: { setting: Setting; choosable: Choosable } & ControlProps) {
  switch (setting.shape) {
    case 'secret':
      return <SecretControl {...props} />;
    case 'number':
      return <NumberControl setting={setting} {...props} />;
    case 'choice':
      return <ChoiceControl choices={setting.choices.map(asChoice)} setting={setting} {...props} />;
    case 'reference':
      return <ChoiceControl choices={choosable[setting.to]} setting={setting} {...props} />;
    case 'choices':
      return <ManyControl choices={setting.choices.map(asChoice)} held={props.held} onChange={props.onChange} />;
    case 'references':
      return <ManyControl choices={choosable[setting.to]} held={props.held} onChange={props.onChange} />;
    case 'lines':
      return <LinesControl {...props} />;
    case 'pairs':
      return <PairsControl {...props} />;
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
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A stored secret never comes back to the browser: one types a new one, or leaves it. */
function SecretControl({ ids, held, onChange }: ControlProps) {
  const isSet = isSetSecret(held);
  return (
    <input
      {...ids}
      type="password"
      autocomplete="new-password"
      placeholder={isSet ? words.value.forms.secretIsSet : ''}
      value={typeof held === 'string' ? held : ''}
      onInput={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  );
}

function NumberControl({ ids, setting, held, onChange }: ControlProps & { setting: Setting & { shape: 'number' } }) {
  return (
    <input
      {...ids}
      type="number"
      min={setting.least}
      max={setting.most}
      step={setting.whole ? 1 : 'any'}
      value={typeof held === 'number' ? held : ''}
      placeholder={setting.fallback === undefined ? '' : String(setting.fallback)}
      onInput={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.valueAsNumber)}
    />
  );
}

function asChoice(id: string): { id: string; label: string } {
  return { id, label: words.value.fields.choices[id] ?? id };
}
