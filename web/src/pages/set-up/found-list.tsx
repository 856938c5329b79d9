import { useState } from 'preact/hooks';
import { type Found, findDevices } from '../../api/configuration.ts';
import { useLoaded } from '../../parts/loaded.tsx';
import { setUpWords } from '../../words/set-up.ts';

/** Sticks and modems that are plugged in or answer in the network; what cannot be used, with how to mend it. */
export function FoundList({ onUse }: { onUse: (kind: string, settings: Found['settings']) => string }) {
  const said = setUpWords.value;
  const { value, reload, task } = useLoaded(findDevices);
  const [again, setAgain] = useState(false);
  const look = () => {
    setAgain(true);
    void reload();
  };
  const found = value?.found.filter(({ usedBy }) => usedBy === null) ?? [];
  return (
    <section class="stack" aria-labelledby="found-sources">
      <div class="row between">
        <h2 id="found-sources">{said.foundTitle}</h2>
        <button type="button" disabled={task.running} onClick={look}>
          {said.lookAgain}
        </button>
      </div>
      <p class="muted" role="status">
        {task.running ? said.looking : said.foundCount(found.length, again)}
      </p>
      {task.error !== undefined && (
        <p class="error" role="alert">
          {task.error}
        </p>
      )}
      {found.length > 0 && (
        <ul class="offers">
          {found.map((one) => (
            <Offer key={`${one.title} ${one.detail}`} found={one} to={onUse(one.kind, one.settings)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Offer({ found: { title, detail, usable, hint }, to }: { found: Found; to: string }) {
  const said = setUpWords.value;
  return (
    <li class={`card offer ${usable ? 'usable' : ''}`}>
      <div class="stack tight">
        <div class="row">
          <strong>{title}</strong>
          {!usable && <span class="tag warn">{said.notReady}</span>}
        </div>
        <span class="muted small">{detail}</span>
        {hint !== null && <p class="small">{hint}</p>}
      </div>
      {usable && (
        <a class="button primary" href={to}>
          {said.useThis}
        </a>
      )}
    </li>
  );
}
