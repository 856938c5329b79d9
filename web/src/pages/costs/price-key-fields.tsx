import type { Items } from '../../api/configuration.ts';
import { type Kind, kinds } from '../../api/costs.ts';
import { Field } from '../../parts/field.tsx';
import { costWords } from '../../words/costs.ts';
import { namedRegions } from '../apps/region-names.ts';

const places = ['anywhere', 'country', 'beginning'] as const;

/** What a new price is for, as it stands in the form. */
export interface PriceDraft {
  kind: Kind;
  /** Empty: all. */
  by: string;
  where: (typeof places)[number];
  country: string;
  beginning: string;
}

interface Props {
  draft: PriceDraft;
  items: Items;
  showsWrong: boolean;
  onChange: (changed: Partial<PriceDraft>) => void;
}

/** What is sent, by what, and where to. */
export function PriceKeyFields({ draft, items, showsWrong, onChange }: Props) {
  const { form: said, prices } = costWords.value;
  return (
    <>
      <Field label={said.kind}>
        {(ids) => (
          <select
            {...ids}
            value={draft.kind}
            onChange={(event) => onChange({ kind: event.currentTarget.value as Kind, by: '' })}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {prices.kinds[kind]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={said.by}>
        {(ids) => (
          <select {...ids} value={draft.by} onChange={(event) => onChange({ by: event.currentTarget.value })}>
            <option value="">{said.all}</option>
            {/* A SIM calls nobody. */}
            {draft.kind === 'sms' && <Ways label={said.lines} ways={items.lines} />}
            <Ways label={said.providers} ways={items.providers} />
          </select>
        )}
      </Field>
      {draft.kind !== 'email' && <Where draft={draft} showsWrong={showsWrong} onChange={onChange} />}
    </>
  );
}

function Ways({ label, ways }: { label: string; ways: readonly { id: string }[] }) {
  if (ways.length === 0) return null;
  return (
    <optgroup label={label}>
      {ways.map(({ id }) => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
    </optgroup>
  );
}

function Where({ draft, showsWrong, onChange }: Omit<Props, 'items'>) {
  const { form: said } = costWords.value;
  const isWrong = showsWrong && !/^\+[\d\s()-]+$/.test(draft.beginning.trim());
  return (
    <>
      <Field label={said.where}>
        {(ids) => (
          <select
            {...ids}
            value={draft.where}
            onChange={(event) => onChange({ where: event.currentTarget.value as PriceDraft['where'] })}
          >
            {places.map((place) => (
              <option key={place} value={place}>
                {said.places[place]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {draft.where === 'country' && (
        <Field label={said.country} error={showsWrong && draft.country === '' ? said.noCountry : undefined}>
          {(ids) => (
            <select
              {...ids}
              value={draft.country}
              onChange={(event) => onChange({ country: event.currentTarget.value })}
            >
              <option value="">{said.choose}</option>
              {namedRegions().map(({ region, name }) => (
                <option key={region} value={region}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {draft.where === 'beginning' && (
        <Field label={said.beginning} hint={said.beginningHint} error={isWrong ? said.badBeginning : undefined}>
          {(ids) => (
            <input
              {...ids}
              class="short"
              type="tel"
              autocomplete="off"
              value={draft.beginning}
              onInput={(event) => onChange({ beginning: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}
