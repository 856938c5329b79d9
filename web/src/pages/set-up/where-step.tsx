import { EnableNotifications } from '../../notifications/enable-notifications.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { navigate } from '../../routing/path.ts';
import { setUpWords } from '../../words/set-up.ts';
import { words } from '../../words/words.ts';
import { ItemCard } from '../items/item-card.tsx';
import { ItemEditor } from '../items/item-editor.tsx';
import { KindCards } from '../items/kind-choice.tsx';
import type { StepProps } from './set-up-page.tsx';
import { StepFoot } from './step-foot.tsx';
import { toPlace } from './steps.ts';

/** Each browser adds itself. */
const notByHand = ['web-push'];

/** Where codes go besides these pages. Each place can be tried at once. */
export function WhereStep({ wizard, place }: StepProps) {
  const said = setUpWords.value;
  const { state } = wizard;
  const { source, adds } = place;
  const destinations = state.items.value?.destinations ?? [];
  const shown = destinations.filter(({ kind }) => kind === undefined || !notByHand.includes(kind));
  const kinds = state.adapters.value?.destinations.filter(({ kind }) => !notByHand.includes(kind)) ?? [];
  const back = () => navigate(toPlace('where', { source }));
  if (kinds.some(({ kind }) => kind === adds))
    return (
      <ItemEditor
        key={adds}
        part="destinations"
        item={null}
        kind={adds ?? ''}
        state={state}
        onSaved={() => state.load().then(back)}
        onCancel={back}
      />
    );
  return (
    <>
      <div class="stack tight">
        <PageTitle>{said.whereTitle}</PageTitle>
        <p class="muted">{said.whereText}</p>
      </div>
      {shown.length > 0 && (
        <section class="stack" aria-labelledby="destinations-here">
          <h2 id="destinations-here">{said.yourDestinations}</h2>
          <p class="muted">{said.tryThem}</p>
          <ul class="item-cards">
            {shown.map((item) => (
              <ItemCard key={item.id} part="destinations" item={item} state={state} />
            ))}
          </ul>
        </section>
      )}
      <section class="card" aria-labelledby="this-browser">
        <h2 id="this-browser">{words.value.notifications.here}</h2>
        <p class="muted">{words.value.notifications.hereText}</p>
        <EnableNotifications onChange={() => void state.load()} />
      </section>
      <section class="stack" aria-labelledby="more-destinations">
        <h2 id="more-destinations">{shown.length === 0 ? said.chooseDestination : said.anotherDestination}</h2>
        <KindCards part="destinations" kinds={kinds} to={({ kind }) => toPlace('where', { source, adds: kind })} />
      </section>
      <StepFoot
        wizard={wizard}
        place={place}
        done={destinations.length > 0}
        {...(destinations.length > 0 ? {} : { label: said.pagesEnough })}
      />
    </>
  );
}
