import { useEffect, useState } from 'preact/hooks';
import { Refusal } from '../../api/request.ts';
import { type PasswordTry, readWays, signInByPassword, type Ways } from '../../api/sign-in.ts';
import '../../styles/sign-in.css';
import { words } from '../../words/words.ts';
import { Loading } from '../loading.tsx';
import { useTask } from '../task.ts';
import { FirstStep } from './first-step.tsx';
import { SecondStep } from './second-step.tsx';
import { useWaiting } from './waiting.tsx';

/** Somebody who is known already; only what they have is asked for. */
interface Known {
  id: string;
  passkey: boolean;
  password: boolean;
}

/** Signs somebody in: by passkey where the address can have them, or by password and a second factor. */
export function SignInForm({ known, onSignedIn }: { known?: Known; onSignedIn: (person: string) => Promise<void> }) {
  const [ways, setWays] = useState<Ways | null>(null);
  const [first, setFirst] = useState({ person: known?.id ?? '', password: '' });
  const [isSecond, setIsSecond] = useState(false);
  const [waitLeft, wait] = useWaiting();
  const task = useTask();
  const { signIn, common } = words.value;

  const look = () => task.run(async () => setWays(await readWays()));
  useEffect(() => void look(), []);

  const submit = (more: Partial<PasswordTry>) =>
    task.run(
      async () => {
        try {
          const done = await signInByPassword({ ...first, person: first.person.trim(), ...more });
          await onSignedIn(done.person);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          if (error.code === 'second-factor-needed') return setIsSecond(true);
          if (error.retryAfterSeconds === null) throw error;
          wait(error.retryAfterSeconds);
        }
      },
      {
        'sign-in-failed': wordsOfFailure(more),
        'https-needed': signIn.httpsNeeded,
        'invalid-request': wordsOfFailure(more),
      },
    );

  const wordsOfFailure = (more: Partial<PasswordTry>) =>
    more.code !== undefined
      ? signIn.codeFailed
      : more.recoveryCode !== undefined
        ? signIn.recoveryFailed
        : signIn.failed;

  if (isSecond) {
    const back = () => {
      task.fail(undefined);
      setIsSecond(false);
    };
    return <SecondStep task={task} waitLeft={waitLeft} onSubmit={submit} onBack={back} />;
  }
  if (ways === null) {
    if (task.error === undefined) return <Loading />;
    return (
      <div class="stack">
        <p class="notice bad" role="alert">
          {task.error}
        </p>
        <button type="button" onClick={look}>
          {common.tryAgain}
        </button>
      </div>
    );
  }
  return (
    <FirstStep
      ways={ways}
      known={known}
      given={first}
      onChange={setFirst}
      task={task}
      waitLeft={waitLeft}
      onSubmit={() => submit({})}
      onPasskey={onSignedIn}
      onWait={wait}
    />
  );
}
