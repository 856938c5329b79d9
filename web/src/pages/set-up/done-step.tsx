import type { ComponentChildren } from 'preact';
import type { Item } from '../../api/configuration.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { setUpWords } from '../../words/set-up.ts';
import { HealthTag } from '../items/health-tag.tsx';
import { nameOf, summaryOf } from '../items/item-summary.ts';
import type { StepProps } from './set-up-page.tsx';
import { toPlace } from './steps.ts';

const showConfiguration = 'npm run -s keypigeon -- config export';
const howToHttps = '/docs/https.md';

/** What was set up, and what one may want next. */
export function DoneStep({ wizard }: StepProps) {
  const said = setUpWords.value;
  const items = wizard.state.items.value;
  if (items === null) return null;
  return (
    <>
      <div class="stack tight">
        <PageTitle>{items.sources.length === 0 ? said.notDoneTitle : said.doneTitle}</PageTitle>
        <p class="muted">{items.sources.length === 0 ? said.notDoneText : said.doneText}</p>
      </div>
      <section class="card" aria-label={said.whatThereIs}>
        <dl class="summary">
          <Entry name={said.summary.sources}>
            <Those part="sources" list={items.sources} wizard={wizard} />
          </Entry>
          <Entry name={said.summary.lines}>
            <Those part="lines" list={items.lines} wizard={wizard} />
          </Entry>
          <Entry name={said.summary.destinations}>
            {said.thesePages}
            <Those part="destinations" list={items.destinations} wizard={wizard} />
          </Entry>
          <Entry name={said.summary.routes}>
            {items.routes.length === 0 ? said.noRoutes : <Those part="routes" list={items.routes} wizard={wizard} />}
          </Entry>
        </dl>
      </section>
      <div class="row">
        <a class="button primary" href="/">
          {said.toInbox}
        </a>
        <a class="button" href={toPlace('source')}>
          {said.addAnother}
        </a>
      </div>
      <section class="stack" aria-labelledby="what-next">
        <h2 id="what-next">{said.nextTitle}</h2>
        <ul class="stack tight">
          <Next to="/settings/people" text={said.nextPeople} />
          <Next to="/settings/boards" text={said.nextBoard} />
          <Next to="/settings/routes" text={said.nextRoutes} />
          {!isSecureContext && <Next to={howToHttps} text={said.nextHttps} />}
        </ul>
        <p class="muted">{said.asFile}</p>
        <p class="row phone-value">
          <code>{showConfiguration}</code> <CopyButton text={showConfiguration} />
        </p>
      </section>
    </>
  );
}

function Entry({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt class="muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Those({
  part,
  list,
  wizard,
}: {
  part: 'sources' | 'lines' | 'destinations' | 'routes';
  list: readonly Item[];
  wizard: StepProps['wizard'];
}) {
  return (
    <ul class="those">
      {list.map((item) => {
        const health = wizard.state.healthOf(part, item.id);
        return (
          <li key={item.id}>
            <strong>{nameOf(item)}</strong> {health !== undefined && <HealthTag health={health} />}
            <span class="small muted block">{summaryOf(part, item, wizard.state).join(' ')}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Next({ to, text }: { to: string; text: string }) {
  const isElsewhere = to.startsWith('https:');
  return (
    <li>
      <a href={to} {...(isElsewhere ? { target: '_blank', rel: 'noreferrer' } : {})}>
        {text}
      </a>
    </li>
  );
}
