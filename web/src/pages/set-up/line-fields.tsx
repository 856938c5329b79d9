import { useState } from 'preact/hooks';
import type { Items } from '../../api/configuration.ts';
import { Field } from '../../parts/field.tsx';
import { setUpWords } from '../../words/set-up.ts';
import { words } from '../../words/words.ts';
import { type NewSource, newLine } from './new-source.ts';

/** Which number it is: one that is known already, or a new one with its name, its digits and its person. */
export function LineFields({ made, items }: { made: NewSource; items: Items }) {
  const said = setUpWords.value;
  const isNew = made.serves.value === newLine;
  return (
    <>
      {items.lines.length > 0 && (
        <Field label={said.whichLine} hint={said.whichLineHint}>
          {(ids) => (
            <select
              {...ids}
              value={made.serves.value}
              onChange={(event) => {
                made.serves.value = event.currentTarget.value;
              }}
            >
              <option value={newLine}>{said.newLine}</option>
              {items.lines.map(({ id, number }) => (
                <option key={id} value={id}>
                  {number === undefined ? id : `${id} (${number})`}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {isNew && <NumberField made={made} />}
      {isNew && <NameField made={made} />}
      {isNew && items.people.length > 1 && <OwnerField made={made} people={items.people} />}
    </>
  );
}

/** Checked while it is typed; that it is too short is said only once one has gone on. */
function NumberField({ made }: { made: NewSource }) {
  const said = setUpWords.value;
  const [left, setLeft] = useState(false);
  const typed = String(made.line.value.value.number ?? '');
  const problem = typed === '' ? null : made.numberProblem();
  const early = problem === said.numberProblems.letters || problem === said.numberProblems.country;
  const shown =
    made.line.problems.value.number ??
    ((left || (early && typed.length > 2)) && problem !== null ? problem : undefined);
  return (
    <Field
      label={said.number}
      hint={made.kind === 'twilio' ? said.numberOfTwilio : said.numberHint}
      error={shown}
      optional={made.kind !== 'twilio'}
    >
      {(ids) => (
        <input
          {...ids}
          type="tel"
          autocomplete="off"
          value={typed}
          placeholder="+1 555 010 0001"
          onInput={(event) => made.line.change('number', event.currentTarget.value || undefined)}
          onBlur={() => setLeft(true)}
        />
      )}
    </Field>
  );
}

function NameField({ made }: { made: NewSource }) {
  const said = setUpWords.value;
  return (
    <Field
      label={said.lineName}
      hint={made.lineId === made.name.value ? said.lineNameWhy : said.lineNameHint(made.lineId)}
      error={made.line.problems.value.id}
    >
      {(ids) => (
        <input
          {...ids}
          autocomplete="off"
          maxLength={50}
          value={made.name.value}
          onInput={(event) => {
            made.name.value = event.currentTarget.value;
          }}
        />
      )}
    </Field>
  );
}

function OwnerField({ made, people }: { made: NewSource; people: Items['people'] }) {
  const said = setUpWords.value;
  return (
    <Field label={said.whose} hint={said.whoseHint} error={made.line.problems.value.owner}>
      {(ids) => (
        <select
          {...ids}
          value={String(made.line.value.value.owner ?? '')}
          onChange={(event) => made.line.change('owner', event.currentTarget.value || undefined)}
        >
          {made.line.value.value.owner === undefined && <option value="">{words.value.forms.choose}</option>}
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
