import { useState } from 'preact/hooks';
import { CopyButton } from '../parts/copy-button.tsx';
import { words } from '../words/words.ts';
import type { ControlProps } from './control.tsx';
import { secretMaker } from './random-secret.ts';
import type { Setting } from './setting.ts';
import type { Of } from './setting-words.ts';
import { isSetSecret } from './value.ts';

type Props = ControlProps & { setting: Setting; of: Of; label: string };

/** A stored secret never comes back to the browser: one leaves it, types another one, or takes it out. */
export function SecretControl(props: Props) {
  const { held, onChange, setting, label, ids } = props;
  const { forms } = words.value;
  // What stood there when the form was opened, so that one can go back to it.
  const [before] = useState(() => (isSecretThere(held) ? held : undefined));
  if (held !== undefined && held === before)
    return (
      <div class="row secret-state">
        <span class="tag good">{forms.secretIsSet}</span>
        <button {...ids} type="button" aria-label={forms.of(forms.replace, label)} onClick={() => onChange(undefined)}>
          {forms.replace}
        </button>
        {!setting.required && (
          <button
            type="button"
            class="quiet"
            aria-label={forms.of(words.value.common.remove, label)}
            onClick={() => onChange(null)}
          >
            {words.value.common.remove}
          </button>
        )}
      </div>
    );
  const back = before !== undefined && (
    <button type="button" class="quiet" onClick={() => onChange(before)}>
      {forms.keepOld}
    </button>
  );
  if (held === null)
    return (
      <div class="row secret-state">
        <span class="tag warn">{forms.willGo}</span>
        {back}
      </div>
    );
  return (
    <div class="lines">
      <SecretInput {...props} />
      {back !== false && <div class="row">{back}</div>}
    </div>
  );
}

/** What one types is covered, unless one looks at it; what was made here is shown, as one must take it elsewhere. */
function SecretInput({ ids, held, onChange, setting, of, label }: Props) {
  const { forms } = words.value;
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const make = secretMaker(of, setting.path);
  const text = typeof held === 'string' ? held : '';
  const isMade = text !== '' && text === made;
  const generate = () => {
    const secret = make?.();
    if (secret === undefined) return;
    setMade(secret);
    onChange(secret);
  };
  return (
    <>
      <div class="with-button">
        <input
          {...ids}
          class="mono"
          type={open || isMade || text.startsWith('${') ? 'text' : 'password'}
          autocomplete="new-password"
          autocapitalize="off"
          spellcheck={false}
          value={text}
          onInput={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
        />
        {isMade ? (
          <CopyButton text={text} />
        ) : (
          text !== '' && (
            <button
              type="button"
              aria-label={forms.of(open ? forms.hide : forms.show, label)}
              onClick={() => setOpen(!open)}
            >
              {open ? forms.hide : forms.show}
            </button>
          )
        )}
        {make !== undefined && text === '' && (
          <button type="button" aria-label={forms.of(forms.make, label)} onClick={generate}>
            {forms.make}
          </button>
        )}
      </div>
      {isMade && (
        <p class="small good" role="status">
          {forms.madeHint}
        </p>
      )}
    </>
  );
}

/** One that is set, or a reference to one, which is no secret itself. */
function isSecretThere(held: unknown): boolean {
  return isSetSecret(held) || Array.isArray(held);
}
