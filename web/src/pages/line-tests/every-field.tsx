import { Field } from '../../parts/field.tsx';
import { lineTestWords } from '../../words/line-tests.ts';
import { type Draft, type Unit, units } from './draft.ts';

/** How often it is sent: a number and what it counts. */
export function EveryField({
  draft,
  error,
  onChange,
}: {
  draft: Draft;
  error: string | undefined;
  onChange: (changed: Partial<Draft>) => void;
}) {
  const { form: said } = lineTestWords.value;
  return (
    <Field label={said.every} hint={said.everyHint} error={error}>
      {(ids) => (
        <div class="line-test-every">
          <input
            {...ids}
            class="short"
            inputMode="decimal"
            autocomplete="off"
            value={draft.every}
            onInput={(event) => onChange({ every: event.currentTarget.value })}
          />
          <select
            aria-label={said.unit}
            value={draft.unit}
            onChange={(event) => onChange({ unit: event.currentTarget.value as Unit })}
          >
            {(Object.keys(units) as Unit[]).map((unit) => (
              <option key={unit} value={unit}>
                {said.units[unit]}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
}
