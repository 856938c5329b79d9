import '../../styles/set-up.css';
import { useEffect, useMemo } from 'preact/hooks';
import { account } from '../../api/account.ts';
import { Loading } from '../../parts/loading.tsx';
import { OwnersOnly } from '../../parts/owners-only.tsx';
import { path } from '../../routing/path.ts';
import { setUpWords } from '../../words/set-up.ts';
import { words } from '../../words/words.ts';
import { DoneStep } from './done-step.tsx';
import { NumberStep } from './number-step.tsx';
import { Progress } from './progress.tsx';
import { RouteStep } from './route-step.tsx';
import { SourceStep } from './source-step.tsx';
import { type Place, readPlace } from './steps.ts';
import { TextStep } from './text-step.tsx';
import { WhereStep } from './where-step.tsx';
import { Wizard } from './wizard.ts';

/** From nothing to a code that was relayed, step by step. What was done is kept in the hub: one can leave at any time. */
export function SetUpPage() {
  return <OwnersOnly title={setUpWords.value.title}>{() => <Steps />}</OwnersOnly>;
}

export interface StepProps {
  wizard: Wizard;
  place: Place;
}

function Steps() {
  const wizard = useMemo(() => new Wizard(), []);
  const place = readPlace(path.value);
  // Also when one comes back to a step: something may have been changed elsewhere.
  useEffect(() => void wizard.state.load(), [place.step]);
  const { items, adapters, error } = wizard.state;
  const isLoaded = items.value !== null && adapters.value !== null;
  return (
    <div class="stack roomy set-up">
      <Progress wizard={wizard} place={place} />
      {isLoaded ? (
        <StepContent key={`${place.step} ${place.kind} ${place.source}`} wizard={wizard} place={place} />
      ) : error.value === null ? (
        <Loading />
      ) : (
        <p class="notice bad" role="alert">
          {error.value}
          <button type="button" onClick={() => wizard.state.load()}>
            {words.value.common.tryAgain}
          </button>
        </p>
      )}
    </div>
  );
}

const contents = {
  source: SourceStep,
  number: NumberStep,
  text: TextStep,
  where: WhereStep,
  route: RouteStep,
  done: DoneStep,
};

function StepContent(props: StepProps) {
  const Content = contents[props.place.step];
  return account.value === null ? null : <Content {...props} />;
}
