import { useEffect, useState } from 'preact/hooks';
import type { Item } from '../../api/configuration.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { setUpWords } from '../../words/set-up.ts';
import { useArrival } from './arrival.ts';
import { Arrived } from './arrived.tsx';
import { likelyCauses, sureCauses } from './causes.ts';
import { CausesList } from './causes-list.tsx';
import { LineFacts } from './line-facts.tsx';
import { useLineNow } from './line-now.ts';
import { PhoneGuide } from './phone-guide.tsx';
import { appOf } from './phones.ts';
import { Provider } from './provider.tsx';
import type { StepProps } from './set-up-page.tsx';
import { StepFoot } from './step-foot.tsx';
import { toPlace } from './steps.ts';

/** From here on one is told what may be wrong. */
const patienceMs = 60_000;

/** The first text: how the line is, and what comes to it. */
export function TextStep(props: StepProps) {
  const { wizard, place } = props;
  const said = setUpWords.value;
  const source = wizard.sourceOf(place.source);
  const line = source === null ? null : wizard.lineOf(source);
  if (source !== null && line !== null) return <FirstText {...props} source={source} line={line} />;
  return (
    <>
      <PageTitle>{said.textTitle}</PageTitle>
      <p>{said.chooseFirst}</p>
      <p>
        <a class="button primary" href={toPlace('source')}>
          {said.toSource}
        </a>
      </p>
    </>
  );
}

function FirstText({ wizard, place, source, line }: StepProps & { source: Item; line: Item }) {
  const said = setUpWords.value;
  const now = useLineNow(source.id);
  const message = useArrival(line.id);
  const isLate = useLate(message === null);
  const kind = wizard.state.adapters.value?.sources.find((one) => one.kind === source.kind);
  const app = appOf(source);
  const sure = sureCauses(now.status, now.health);
  const causes = isLate ? likelyCauses(source.kind ?? '', now.status, now.health) : sure;
  const isShown = message === null && causes.length > 0;
  const why = isShown && (
    <CausesList causes={causes} isSure={sure.length > 0} source={source} health={now.health} wizard={wizard} />
  );
  return (
    <>
      <div class="stack tight">
        <PageTitle>{said.textTitle}</PageTitle>
        <p class="muted">{said.textText}</p>
      </div>
      {message === null && app !== null && <PhoneGuide wizard={wizard} source={source} app={app} />}
      {kind?.connects === true && <Provider wizard={wizard} source={source} />}
      {source.kind !== 'webhook' && <LineFacts now={now} />}
      <p class="unseen" role="status">
        {isShown ? (sure.length > 0 ? said.inTheWay : said.nothingCame) : ''}
      </p>
      {sure.length > 0 && why}
      <section class="card arrival" aria-labelledby="text-now">
        <h2 id="text-now">{message === null ? said.textNow : said.itCame}</h2>
        <div class="stack" aria-live="polite">
          {message === null ? (
            <OwnNumber number={line.number ?? now.status?.ownNumber ?? null} />
          ) : (
            <Arrived message={message} />
          )}
        </div>
      </section>
      {sure.length === 0 && why}
      <StepFoot wizard={wizard} place={place} done={message !== null} />
    </>
  );
}

function OwnNumber({ number }: { number: string | null }) {
  const said = setUpWords.value;
  return (
    <>
      {number === null ? (
        <p class="big-number unknown">{said.unknownNumber}</p>
      ) : (
        <p class="row">
          <strong class="big-number">{number}</strong> <CopyButton text={number} />
        </p>
      )}
      <p>{said.anything}</p>
      <p class="waiting muted">
        <span class="pulse" aria-hidden="true" /> {said.waiting}
      </p>
    </>
  );
}

function useLate(isWaiting: boolean): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    setIsLate(false);
    if (!isWaiting) return;
    const timer = setTimeout(() => setIsLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isWaiting && isLate;
}
