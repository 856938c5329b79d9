/** A code that an app shows: digits on a phone's keyboard, and offered by the keyboard where it knows it. */
export function CodeInput({
  value,
  onValue,
  digits,
  ...input
}: {
  value: string;
  onValue: (value: string) => void;
  /** A code of an authenticator app; false: a recovery code. */
  digits: boolean;
  id: string;
  'aria-describedby': string;
  'aria-invalid': boolean;
}) {
  return (
    <input
      {...input}
      class="code code-input"
      inputMode={digits ? 'numeric' : 'text'}
      autocomplete={digits ? 'one-time-code' : 'off'}
      autocapitalize="characters"
      spellcheck={false}
      maxLength={30}
      required
      value={value}
      onInput={(event) => onValue(event.currentTarget.value)}
    />
  );
}

/** As an app shows it, `123 456`, or as it was typed. */
export function plainCode(typed: string): string {
  return typed.replaceAll(/\s/g, '');
}
