import type { Value } from '../../forms/value.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { fieldWords } from '../../words/fields.ts';
import { words } from '../../words/words.ts';
import { hookAddress, hookCurl } from './hook-address.ts';

/** After a source was saved that is called: its address with the secrets that were just typed, which go when one leaves. */
export function HookSaved({ id, value, base, onDone }: { id: string; value: Value; base: string; onDone: () => void }) {
  const said = words.value.items.hook;
  const address = hookAddress(base, id, value);
  const curl = hookCurl(base, id, value);
  const secrets = (['bearer', 'secret'] as const).filter((name) => typeof value[name] === 'string');
  return (
    <>
      <PageTitle>{said.title(id)}</PageTitle>
      <div class="card roomy">
        <p>{said.text}</p>
        <Given label={said.address} text={address} />
        {secrets.map((name) => (
          <Given
            key={name}
            label={fieldWords.value.settings[`sources.webhook.${name}`]?.label ?? name}
            text={String(value[name])}
          />
        ))}
        {curl !== null && <Given label={said.curl} text={curl} />}
        <p class="small muted">{said.onlyNow}</p>
        <div class="row">
          <button type="button" class="primary" onClick={onDone}>
            {said.done}
          </button>
        </div>
      </div>
    </>
  );
}

function Given({ label, text }: { label: string; text: string }) {
  return (
    <div class="given">
      <span class="given-label">{label}</span>
      <code>{text}</code>
      <CopyButton text={text} label={words.value.forms.of(words.value.common.copy, label)} />
    </div>
  );
}
