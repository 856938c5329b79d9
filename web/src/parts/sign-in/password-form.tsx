import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Account } from '../../api/account.ts';
import { words } from '../../words/words.ts';
import { Field } from '../field.tsx';
import { useTask } from '../task.ts';
import { PasswordInput } from './password-input.tsx';

/** NIST SP 800-63B-4 §3.1.1.2; the hub checks it too. */
const shortest = 12;

/** A new password, with the name that it will be asked for with. */
export function PasswordForm({
  person,
  action,
  takesFocus = false,
  onPassword,
  children,
}: {
  person: Pick<Account, 'id'>;
  action: string;
  takesFocus?: boolean;
  onPassword: (password: string) => Promise<void>;
  children?: ComponentChildren;
}) {
  const { credentials } = words.value;
  const [password, setPassword] = useState('');
  const task = useTask();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (takesFocus) form.current?.querySelector<HTMLInputElement>('input:not([readonly])')?.focus();
  }, []);
  const submit = () => {
    if ([...password].length < shortest) return task.fail(credentials.tooShort);
    return task.run(() => onPassword(password), { 'invalid-request': credentials.tooSimple });
  };
  return (
    <form
      ref={form}
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={credentials.yourName}>
        {(ids) => <input {...ids} class="code" name="username" autocomplete="username" readOnly value={person.id} />}
      </Field>
      <Field label={credentials.newPassword} hint={credentials.passwordHint} error={task.error}>
        {(ids) => <PasswordInput {...ids} autocomplete="new-password" value={password} onValue={setPassword} />}
      </Field>
      {children}
      <button type="submit" class="primary" disabled={task.running}>
        {action}
      </button>
    </form>
  );
}
