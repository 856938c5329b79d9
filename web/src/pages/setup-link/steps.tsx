import { useEffect, useState } from 'preact/hooks';
import { type Account, loadAccount } from '../../api/account.ts';
import { readWays, type Ways } from '../../api/sign-in.ts';
import { Loading } from '../../parts/loading.tsx';
import { useTask } from '../../parts/task.ts';
import '../../styles/sign-in.css';
import { words } from '../../words/words.ts';
import { AppStep } from './app-step.tsx';
import { CodesStep } from './codes-step.tsx';
import { Finish } from './finish.tsx';
import { HowStep } from './how-step.tsx';
import { stepOf } from './step.ts';

/** From the link on: what is still to be done, by what the hub has already. */
export function Steps({ person }: { person: Account }) {
  const [ways, setWays] = useState<Ways | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [isLast, setIsLast] = useState(false);
  const task = useTask();
  const look = () => task.run(async () => setWays(await readWays()));
  useEffect(() => void look(), []);

  if (isLast) return <Finish person={person} />;
  switch (stepOf(person)) {
    case 'how':
      if (ways === null) return task.error === undefined ? <Loading /> : <Retry error={task.error} onRetry={look} />;
      return <HowStep person={person} ways={ways} />;
    case 'app': {
      const confirmed = async (made: readonly string[]) => {
        setCodes(made);
        await loadAccount();
      };
      return <AppStep person={person} onConfirmed={confirmed} onSkip={() => setIsLast(true)} />;
    }
    case 'codes':
      return <CodesStep person={person} codes={codes} onCodes={setCodes} onDone={() => setIsLast(true)} />;
    case 'finish':
      return <Finish person={person} />;
  }
}

function Retry({ error, onRetry }: { error: string; onRetry: () => void }) {
  return (
    <div class="stack">
      <p class="notice bad" role="alert">
        {error}
      </p>
      <button type="button" onClick={onRetry}>
        {words.value.common.tryAgain}
      </button>
    </div>
  );
}
