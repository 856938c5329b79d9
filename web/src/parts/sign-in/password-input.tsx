import { useState } from 'preact/hooks';
import { words } from '../../words/words.ts';

/** A password that can be looked at before it is sent, so that nobody has to type it twice. */
export function PasswordInput({
  value,
  onValue,
  ...input
}: {
  value: string;
  onValue: (value: string) => void;
  id: string;
  autocomplete: 'current-password' | 'new-password';
  'aria-describedby': string;
  'aria-invalid': boolean;
}) {
  const [shown, setShown] = useState(false);
  const { signIn } = words.value;
  return (
    <div class="with-button">
      <input
        {...input}
        type={shown ? 'text' : 'password'}
        value={value}
        maxLength={256}
        required
        autocapitalize="none"
        spellcheck={false}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <button type="button" class="quiet" aria-controls={input.id} onClick={() => setShown(!shown)}>
        {shown ? signIn.hide : signIn.show}
      </button>
    </div>
  );
}
