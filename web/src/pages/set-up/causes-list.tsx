import type { Health, Item } from '../../api/configuration.ts';
import { setUpWords } from '../../words/set-up.ts';
import type { Cause } from './causes.ts';
import { PinForm } from './pin-form.tsx';
import type { Wizard } from './wizard.ts';

/** Why nothing came, in words, with what to do; where it is the PIN, a field for it. */
export function CausesList({
  causes,
  isSure,
  source,
  health,
  wizard,
}: {
  causes: readonly Cause[];
  isSure: boolean;
  source: Item;
  health: Health | null;
  wizard: Wizard;
}) {
  const said = setUpWords.value;
  const kind = wizard.state.adapters.value?.sources.find((one) => one.kind === source.kind);
  const takesPin = kind?.schema.properties?.pin !== undefined && !source.provisioned;
  const page = typeof source.url === 'string' && /^https?:/.test(source.url) ? source.url : null;
  return (
    <section class="stack notice-box">
      <h2>{isSure ? said.inTheWay : said.nothingCame}</h2>
      <ul class="causes">
        {causes.map((cause) => (
          <li key={cause}>
            <strong>{said.causes[cause].what}</strong> {said.causes[cause].advice}
            {(cause === 'callRefused' || cause === 'sourceFails') && health !== null && (
              <p class="small">{health.detail}</p>
            )}
            {cause === 'simPin' && takesPin && <PinForm wizard={wizard} source={source} />}
            {cause === 'simPin' && !takesPin && page !== null && (
              <p>
                <a href={page} target="_blank" rel="noreferrer">
                  {said.stickPage}
                </a>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
