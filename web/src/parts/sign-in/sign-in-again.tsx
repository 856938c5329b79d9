import { signal } from '@preact/signals';
import { account, loadAccount } from '../../api/account.ts';
import { Refusal } from '../../api/request.ts';
import { words } from '../../words/words.ts';
import { Dialog } from '../dialog.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Somebody has to sign in again before what they asked for goes on. */
const asked = signal<{ goOn: () => void; giveUp: (why: string) => void } | null>(null);

/**
 * Does what is asked. Where the hub wants a fresh sign-in for it (`sign-in-again`), the dialog below asks for one first,
 * and then it is done; nothing that was typed is lost. Throws in words when nobody signed in.
 */
export async function freshly<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'sign-in-again') throw error;
    await signInAgain();
    return await work();
  }
}

function signInAgain(): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (then: () => void) => {
      asked.value = null;
      then();
    };
    asked.value = { goOn: () => end(resolve), giveUp: (why) => end(() => reject(new Error(why))) };
  });
}

/** Stands on each page that uses `freshly`. */
export function SignInAgain() {
  const { signIn, account: said } = words.value;
  const waiting = asked.value;
  const person = account.value;
  if (waiting === null || person === null) return null;
  const signedIn = async (id: string) => {
    if (id === person.id) return waiting.goOn();
    // Somebody else's passkey: what Ann asked for must not be done to Bob.
    waiting.giveUp(signIn.someoneElse);
    await loadAccount();
  };
  return (
    <Dialog title={signIn.againTitle} onClose={() => waiting.giveUp(said.notChanged)}>
      <div class="stack">
        <p>
          {signIn.again} <span class="muted">{signIn.as(person.name)}</span>
        </p>
        <SignInForm
          known={{ id: person.id, passkey: person.passkeys.length > 0, password: person.password }}
          onSignedIn={signedIn}
        />
      </div>
    </Dialog>
  );
}
