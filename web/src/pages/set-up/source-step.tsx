import { PageTitle } from '../../parts/page-title.tsx';
import { setUpWords } from '../../words/set-up.ts';
import { words } from '../../words/words.ts';
import { HealthTag } from '../items/health-tag.tsx';
import { KindCards } from '../items/kind-choice.tsx';
import { FoundList } from './found-list.tsx';
import { androidApps, iphone } from './phones.ts';
import type { StepProps } from './set-up-page.tsx';
import { StepFoot } from './step-foot.tsx';
import { toPlace } from './steps.ts';

/** Where texts arrive: what was found first, then all else that can be. */
export function SourceStep({ wizard, place }: StepProps) {
  const said = setUpWords.value;
  const sources = wizard.state.items.value?.sources ?? [];
  if (place.adds !== null) return <AllKinds wizard={wizard} place={place} />;
  return (
    <>
      <div class="stack tight">
        <PageTitle>{said.sourceTitle}</PageTitle>
        <p class="muted">{sources.length === 0 ? said.sourceText : said.sourceAgain}</p>
      </div>
      {sources.length > 0 && <Existing wizard={wizard} place={place} />}
      <FoundList onUse={(kind, found) => toPlace('number', { kind, found })} />
      <section class="stack" aria-labelledby="other-sources">
        <h2 id="other-sources">{said.otherSources}</h2>
        <ul class="kinds">
          <Way to={toPlace('number', { kind: 'webhook', app: iphone.id })} words={said.ways.iphone} />
          <Way to={toPlace('number', { kind: 'webhook', app: androidApps[0]?.id ?? null })} words={said.ways.android} />
          <Way to={toPlace('number', { kind: 'twilio' })} words={said.ways.twilio} />
          <Way to={toPlace('number', { kind: 'hilink' })} words={said.ways.stick} />
          <Way to={toPlace('source', { adds: 'choose' })} words={said.ways.other} />
        </ul>
      </section>
      <StepFoot wizard={wizard} place={place} />
    </>
  );
}

function Way({ to, words: said }: { to: string; words: { title: string; text: string } }) {
  return (
    <li>
      <a class="card" href={to}>
        <strong>{said.title}</strong>
        <span class="muted small">{said.text}</span>
      </a>
    </li>
  );
}

/** What is there already: one can go on with it. */
function Existing({ wizard }: StepProps) {
  const said = setUpWords.value;
  return (
    <section class="stack" aria-labelledby="existing-sources">
      <h2 id="existing-sources">{said.existing}</h2>
      <ul class="offers">
        {wizard.state.items.value?.sources.map((source) => {
          const health = wizard.state.healthOf('sources', source.id);
          const line = wizard.lineOf(source);
          return (
            <li key={source.id} class="card offer">
              <div class="row">
                <strong>{source.id}</strong>
                {health !== undefined && <HealthTag health={health} />}
                <span class="muted small">{line?.number ?? line?.id ?? ''}</span>
              </div>
              <a class="button" href={toPlace('text', { source: source.id })}>
                {said.textIt}
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function AllKinds({ wizard }: StepProps) {
  const said = setUpWords.value;
  return (
    <>
      <PageTitle>{said.allKinds}</PageTitle>
      <KindCards
        part="sources"
        kinds={wizard.state.adapters.value?.sources ?? []}
        to={({ kind }) => toPlace('number', { kind })}
      />
      <p>
        <a href={toPlace('source')}>{words.value.common.back}</a>
      </p>
    </>
  );
}
