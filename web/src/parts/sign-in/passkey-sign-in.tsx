import { useEffect, useState } from 'preact/hooks';
import { Refusal } from '../../api/request.ts';
import { words } from '../../words/words.ts';
import { Icon } from '../icon.tsx';
import { passkeyTrouble, signInBySuggestion, signInByWindow, stopAsking } from '../passkeys.ts';
import { useTask } from '../task.ts';

/** A challenge of the hub is good for five minutes: a suggestion that waits longer needs a new one. */
const askAnewMs = 4 * 60_000;

/** The button, and meanwhile the suggestions of the field for the name. */
export function PasskeySignIn({
  disabled,
  onSignedIn,
  onWait,
}: {
  disabled: boolean;
  onSignedIn: (person: string) => Promise<void>;
  onWait: (seconds: number) => void;
}) {
  const { signIn } = words.value;
  const task = useTask();
  const [round, setRound] = useState(0);

  const attempt = (ask: () => Promise<string | null>) =>
    task.run(
      async () => {
        try {
          const person = await ask();
          if (person !== null) await onSignedIn(person);
        } catch (error) {
          const trouble = passkeyTrouble(error);
          // The window took the place of the suggestions.
          setRound(round + 1);
          if (trouble === 'stopped') return;
          if (trouble !== null) return task.fail(signIn.passkeyFailed);
          if (!(error instanceof Refusal) || error.retryAfterSeconds === null) throw error;
          onWait(error.retryAfterSeconds);
        }
      },
      { 'sign-in-failed': signIn.passkeyUnknown, 'https-needed': signIn.httpsNeeded },
    );

  useEffect(() => suggest(onSignedIn, (error) => task.fail(error), signIn.passkeyUnknown), [round]);

  return (
    <div class="stack tight">
      <button
        type="button"
        class="primary large"
        disabled={disabled || task.running}
        onClick={() => attempt(signInByWindow)}
      >
        <Icon name="person" /> {task.running ? signIn.signingIn : signIn.byPasskey}
      </button>
      <p class="small muted">{signIn.passkeyHint}</p>
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
    </div>
  );
}

/** Keeps the suggestions fresh; answers how to stop. Only a passkey that was chosen there and is not ours is worth a word. */
function suggest(
  onSignedIn: (person: string) => Promise<void>,
  onError: (text: string) => void,
  unknown: string,
): () => void {
  let stopped = false;
  const ask = async () => {
    try {
      const person = await signInBySuggestion();
      if (person !== null && !stopped) await onSignedIn(person);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'sign-in-failed') onError(unknown);
    }
  };
  void ask();
  // A new question ends the one before.
  const timer = setInterval(ask, askAnewMs);
  return () => {
    stopped = true;
    clearInterval(timer);
    void stopAsking();
  };
}
