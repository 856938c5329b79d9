import type { Items } from '../../api/configuration.ts';
import { Field } from '../../parts/field.tsx';
import { lineTestWords } from '../../words/line-tests.ts';
import { words } from '../../words/words.ts';
import { type Draft, type FieldName, linesToTest, waysTo } from './draft.ts';

/** Which line is tested, and what sends to it. */
export function WayFields({
  draft,
  items,
  errorOf,
  onChange,
}: {
  draft: Draft;
  items: Items;
  errorOf: (name: FieldName) => string | undefined;
  onChange: (changed: Partial<Draft>) => void;
}) {
  const { form: said } = lineTestWords.value;
  const { titles } = words.value.items;
  const { lines, providers } = waysTo(draft.to, items);
  return (
    <>
      <Field label={said.to} hint={said.toHint} error={errorOf('to')}>
        {(ids) => (
          <select {...ids} value={draft.to} onChange={(event) => onChange({ to: event.currentTarget.value })}>
            <option value="">{said.choose}</option>
            {linesToTest(items).map(({ id, number }) => (
              <option key={id} value={id}>
                {id} · {number}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={said.via} hint={said.viaHint} error={errorOf('via')}>
        {(ids) => (
          <select {...ids} value={draft.via} onChange={(event) => onChange({ via: event.currentTarget.value })}>
            <option value="">{said.choose}</option>
            <Ways label={titles.lines} ids={lines} />
            <Ways label={titles.providers} ids={providers} />
          </select>
        )}
      </Field>
    </>
  );
}

function Ways({ label, ids }: { label: string; ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <optgroup label={label}>
      {ids.map((id) => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
    </optgroup>
  );
}
