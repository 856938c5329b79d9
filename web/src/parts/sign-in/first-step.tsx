import type { Ways } from '../../api/sign-in.ts';
import { words } from '../../words/words.ts';
import { Field } from '../field.tsx';
import { hasPasskeys } from '../passkeys.ts';
import type { Task } from '../task.ts';
import { PasskeySignIn } from './passkey-sign-in.tsx';
import { PasswordInput } from './password-input.tsx';
import { Waiting } from './waiting.tsx';
import { WhyNoPasskeys } from './why-no-passkeys.tsx';

interface Given {
  person: string;
  password: string;
}

/** A passkey, or who one is and a password. */
export function FirstStep({
  ways,
  known,
  given,
  onChange,
  task,
  waitLeft,
  onSubmit,
  onPasskey,
  onWait,
}: {
  ways: Ways;
  known: { passkey: boolean; password: boolean } | undefined;
  given: Given;
  onChange: (given: Given) => void;
  task: Task;
  waitLeft: number;
  onSubmit: () => void;
  onPasskey: (person: string) => Promise<void>;
  onWait: (seconds: number) => void;
}) {
  const { signIn } = words.value;
  const possible = ways.passkeys && hasPasskeys();
  const passkeys = possible && known?.passkey !== false;
  const password = known?.password !== false;
  return (
    <div class="stack">
      {passkeys && <PasskeySignIn disabled={waitLeft > 0 || task.running} onSignedIn={onPasskey} onWait={onWait} />}
      {passkeys && password && <p class="divider">{signIn.orPassword}</p>}
      {password && (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          <NameField shown={known === undefined} passkeys={passkeys} given={given} onChange={onChange} />
          <Field label={signIn.password} error={waitLeft > 0 ? undefined : task.error}>
            {(ids) => (
              <PasswordInput
                {...ids}
                autocomplete="current-password"
                value={given.password}
                onValue={(password) => onChange({ ...given, password })}
              />
            )}
          </Field>
          {waitLeft > 0 && <Waiting left={waitLeft} />}
          <button type="submit" class={passkeys ? '' : 'primary'} disabled={task.running || waitLeft > 0}>
            {task.running ? signIn.signingIn : signIn.submit}
          </button>
        </form>
      )}
      {!password && waitLeft > 0 && <Waiting left={waitLeft} />}
      {!possible && <WhyNoPasskeys ways={ways} />}
    </div>
  );
}

/** Also where it is known who signs in, password managers look for it. */
function NameField({
  shown,
  passkeys,
  given,
  onChange,
}: {
  shown: boolean;
  passkeys: boolean;
  given: Given;
  onChange: (given: Given) => void;
}) {
  const { signIn } = words.value;
  const autocomplete = passkeys ? 'username webauthn' : 'username';
  if (!shown) return <input type="hidden" name="username" value={given.person} />;
  return (
    <Field label={signIn.person} hint={signIn.personHint}>
      {(ids) => (
        <input
          {...ids}
          name="username"
          autocomplete={autocomplete as 'username'}
          autocapitalize="none"
          spellcheck={false}
          maxLength={63}
          required
          value={given.person}
          onInput={(event) => onChange({ ...given, person: event.currentTarget.value })}
        />
      )}
    </Field>
  );
}
