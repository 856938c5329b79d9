import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { NewApp } from '../../api/apps.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { appWords } from '../../words/apps.ts';
import { words } from '../../words/words.ts';
import { Given } from './given.tsx';
import { nameRegion } from './region-names.ts';
import { Snippet } from './snippet.tsx';
import { curlSnippet, twilioSnippet } from './snippets.ts';

interface Props {
  made: NewApp;
  /** Its public address, where it has one. */
  hub: string | null;
  /** The country of the hub, to which alone a new app sends; null: none is set. */
  ownRegion: string | null;
  onClose: () => void;
}

/** The credentials of a new app, this once, and how a program uses them. */
export function NewAppDialog({ made, hub, ownRegion, onClose }: Props) {
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
        <Snippets made={made} hub={hub ?? location.origin}>
          <Reach accountSid={made.accountSid} ownRegion={ownRegion} />
        </Snippets>
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

/** Whoever pastes the example should not learn by its refusal where the app sends to. */
function Reach({ accountSid, ownRegion }: { accountSid: string; ownRegion: string | null }) {
  const said = appWords.value.made;
  return (
    <p class={ownRegion === null ? 'notice bad' : 'notice'}>
      {ownRegion === null ? said.reachesNobody : said.reaches(nameRegion(ownRegion))}{' '}
      <a href={`/settings/apps/${accountSid}`}>{said.chooseCountries}</a>
    </p>
  );
}

function Snippets({ made, hub, children }: { made: NewApp; hub: string; children: ComponentChildren }) {
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
      {children}
      <Snippet text={snippet} />
    </section>
  );
}
