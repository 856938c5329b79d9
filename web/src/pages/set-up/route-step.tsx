import { useEffect, useState } from 'preact/hooks';
import type { Item } from '../../api/configuration.ts';
import type { Message } from '../../api/messages.ts';
import { Loading } from '../../parts/loading.tsx';
import { explainError } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { setUpWords } from '../../words/set-up.ts';
import { words } from '../../words/words.ts';
import { newestText } from './arrival.ts';
import { RouteForm } from './route-form.tsx';
import type { StepProps } from './set-up-page.tsx';
import { StepFoot } from './step-foot.tsx';

/** Which codes go where: all of them by themselves, or those like the text that has just come. */
export function RouteStep({ wizard, place }: StepProps) {
  const said = setUpWords.value;
  const source = wizard.sourceOf(place.source);
  const line = source === null ? null : wizard.lineOf(source);
  const destinations = wizard.state.items.value?.destinations ?? [];
  const [message, setMessage] = useState<Message | null | undefined>(undefined);
  const [error, setError] = useState<string | null>(null);
  const [isMade, setIsMade] = useState(false);
  const [wants, setWants] = useState(false);
  useEffect(() => {
    if (line === null) setMessage(null);
    else newestText(line.id).then(setMessage, (cause) => setError(explainError(cause)));
  }, [line?.id]);
  if (message === undefined && error === null) return <Loading />;
  const canChoose = message !== null && message !== undefined && destinations.length > 0;
  return (
    <>
      <div class="stack tight">
        <PageTitle>{said.routeTitle}</PageTitle>
        <p class="muted">{said.routeText}</p>
      </div>
      {error !== null && (
        <p class="notice bad" role="alert">
          {error}
        </p>
      )}
      <fieldset class="choices">
        <legend class="unseen">{said.routeTitle}</legend>
        <Choice
          checked={!wants}
          onChoose={() => setWants(false)}
          title={said.everything}
          text={whereAllGoes(line, destinations, wizard.state.items.value?.routes.length ?? 0)}
        />
        {canChoose && (
          <Choice
            checked={wants}
            onChoose={() => setWants(true)}
            title={said.onlySome(nameOf(message))}
            text={said.onlySomeText}
          />
        )}
      </fieldset>
      {!canChoose && error === null && (
        <p class="muted">{destinations.length === 0 ? said.noDestinationYet : said.noTextYet}</p>
      )}
      {wants && canChoose && !isMade && <RouteForm wizard={wizard} message={message} onSaved={() => setIsMade(true)} />}
      {isMade && (
        <p class="notice good" role="status">
          {said.routeMade}
        </p>
      )}
      <StepFoot wizard={wizard} place={place} done={!wants || isMade} />
    </>
  );
}

function Choice(props: { checked: boolean; onChoose: () => void; title: string; text: string }) {
  return (
    <label class="choice">
      <input type="radio" name="what" checked={props.checked} onChange={props.onChoose} />
      <span>
        {props.title}
        <span class="small muted block">{props.text}</span>
      </span>
    </label>
  );
}

function nameOf({ service, sender }: Message): string {
  return service ?? (sender === '' ? words.value.inbox.unknownSender : sender);
}

/** What happens without any route: see `unmatched` of a line. */
function whereAllGoes(line: Item | null, destinations: readonly Item[], routes: number): string {
  const said = setUpWords.value;
  const chosen = Array.isArray(line?.unmatched) ? line.unmatched.map(String) : null;
  const owners = destinations.filter((one) => one.enabled !== false && (line === null || one.owner === line.owner));
  const ids = chosen ?? owners.map(({ id }) => id);
  return [
    ids.length === 0 ? said.onlyPages : said.allGoTo(ids.join(', ')),
    routes === 0 ? said.nothingToMake : said.routesFirst,
  ].join(' ');
}
