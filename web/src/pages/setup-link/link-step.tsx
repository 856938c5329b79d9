import { useEffect, useState } from 'preact/hooks';
import { Refusal } from '../../api/request.ts';
import { lookAtSetupLink, type SetupOffer, takeSetupLink } from '../../api/sign-in.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import { useTask } from '../../parts/task.ts';
import { words } from '../../words/words.ts';
import { NoLink } from './no-link.tsx';
import { WhoAreYou } from './who-are-you.tsx';

/** Whom the link is for; it is taken only when they say so, since that works once. */
export function LinkStep({ token, onTaken }: { token: string; onTaken: () => Promise<void> }) {
  const [offer, setOffer] = useState<SetupOffer | null>(null);
  const [isGone, setIsGone] = useState(false);
  const task = useTask();
  const { setupLink, common, signIn } = words.value;

  const ask = (work: () => Promise<void>) =>
    task.run(
      async () => {
        try {
          await work();
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== 'setup-link-invalid') throw error;
          setIsGone(true);
        }
      },
      { 'https-needed': signIn.httpsNeeded },
    );
  const look = () => ask(async () => setOffer(await lookAtSetupLink(token)));
  const take = (who: { person?: string; name?: string }) =>
    ask(async () => {
      await takeSetupLink(token, who);
      await onTaken();
    });
  useEffect(() => void look(), []);

  if (isGone) return <NoLink gone />;
  if (offer === null) {
    return (
      <div class="stack">
        <PageTitle>{setupLink.title}</PageTitle>
        <p role="status">{task.error ?? setupLink.looking}</p>
        {task.error !== undefined && (
          <button type="button" onClick={look}>
            {common.tryAgain}
          </button>
        )}
      </div>
    );
  }
  if (offer.person === null) return <WhoAreYou people={offer.people} task={task} onAnswer={take} />;
  const { name } = offer.person;
  return (
    <div class="stack">
      <PageTitle key="welcome">{setupLink.welcome(name)}</PageTitle>
      <p>{setupLink.welcomeText}</p>
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
      <button type="button" class="primary large" disabled={task.running} onClick={() => take({})}>
        {setupLink.go}
      </button>
      <p class="small muted">{setupLink.notYou(name)}</p>
    </div>
  );
}
