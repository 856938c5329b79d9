import { Field } from '../../parts/field.tsx';
import { appWords } from '../../words/apps.ts';

/** What codes may cost in a day; empty: no ceiling. */
export function CostField({
  typed,
  currency,
  onChange,
  error,
}: {
  typed: string;
  currency: string;
  onChange: (typed: string) => void;
  error: string | undefined;
}) {
  const { settings: said } = appWords.value;
  return (
    <Field label={said.dailyCost(currency)} hint={said.dailyCostHint} error={error} optional>
      {(ids) => (
        <input
          {...ids}
          class="short"
          inputMode="decimal"
          autocomplete="off"
          value={typed}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
