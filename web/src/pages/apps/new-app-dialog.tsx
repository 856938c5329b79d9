import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { NewApp } from '../../api/apps.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { appWords } from '../../words/apps.ts';
import { words } from '../../words/words.ts';
import { Given } from './given.tsx';
import { Snippet } from './snippet.tsx';
import { curlSnippet, twilioSnippet } from './snippets.ts';

/** The credentials of a new app, this once, and how a program uses them. `hub`: its public address, where it has one. */
export function NewAppDialog({ made, hub, onClose }: { made: NewApp; hub: string | null; onClose: () => void }) {
  const said = appWords.value.made;
  return (
    <Dialog title={said.title(made.name)} onClose={onClose}>
      <div class="stack">
        <p>{said.once}</p>
        <div class="stack tight">
          <Given name={said.accountSid} value={made.accountSid} />
          <Given name={said.authToken} value={made.authToken} primary />
        </div>
        <details class="more-settings">
          <summary>{said.key}</summary>
          <div class="stack">
            <p class="muted small">{said.keyHint}</p>
            <Given name={said.keySid} value={made.keySid} />
            <Given name={said.keySecret} value={made.keySecret} />
          </div>
        </details>
        <Snippets made={made} hub={hub ?? location.origin} />
        <div class="row end">
          <a class="button" href={`/settings/apps/${made.accountSid}`}>
            {said.open}
          </a>
          <button type="button" onClick={onClose}>
            {words.value.account.done}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function Snippets({ made, hub }: { made: NewApp; hub: string }) {
  const said = appWords.value.made;
  const [way, setWay] = useState<'twilio' | 'native'>('twilio');
  const name = useId();
  const snippet = way === 'twilio' ? twilioSnippet(made, hub, made.name) : curlSnippet(made, hub);
  const choice = (value: typeof way, label: ComponentChildren) => (
    <label class="chip">
      <input type="radio" name={name} checked={way === value} onChange={() => setWay(value)} />
      {label}
    </label>
  );
  return (
    <section class="stack app-snippets">
      <h3>{said.use}</h3>
      <fieldset class="chips">
        <legend class="unseen">{said.use}</legend>
        {choice('twilio', said.twilio)}
        {choice('native', said.native)}
      </fieldset>
      <Snippet text={snippet} />
    </section>
  );
}
