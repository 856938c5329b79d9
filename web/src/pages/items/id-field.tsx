import { Field } from '../../parts/field.tsx';
import { words } from '../../words/words.ts';
import type { Draft } from './draft.ts';

/** What a new item is called by the others. */
export function IdField({ draft }: { draft: Draft }) {
  const said = words.value.items;
  const rename = (id: string) => {
    draft.id.value = id;
    const { id: _solved, ...rest } = draft.problems.value;
    draft.problems.value = rest;
  };
  return (
    <Field label={said.id} hint={said.idHint} error={draft.problems.value.id}>
      {(ids) => (
        <input
          {...ids}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={63}
          value={draft.id.value}
          onInput={(event) => rename(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
