import { Field } from '../../parts/field.tsx';

/** One short answer. */
export function TextField({
  label,
  hint,
  error,
  typed,
  inputMode = 'text',
  optional = false,
  onChange,
}: {
  label: string;
  hint: string;
  error: string | undefined;
  typed: string;
  inputMode?: 'text' | 'decimal' | 'numeric';
  optional?: boolean;
  onChange: (typed: string) => void;
}) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(ids) => (
        <input
          {...ids}
          class={inputMode === 'text' ? '' : 'short'}
          inputMode={inputMode}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={typed}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
