import { useId } from 'preact/hooks';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { appWords } from '../../words/apps.ts';
import { namedRegions, nameRegion } from './region-names.ts';

/** Countries that are sent to: only the hub's own (null), or these. */
export function RegionsField({
  chosen,
  ownRegion,
  onChange,
  error,
}: {
  chosen: readonly string[] | null;
  ownRegion: string | null;
  onChange: (chosen: string[] | null) => void;
  error: string | undefined;
}) {
  const { settings: said } = appWords.value;
  const name = useId();
  return (
    <FieldGroup label={said.regions} hint={said.regionsHint} error={error}>
      <div class="ways">
        <label class="check">
          <input type="radio" name={name} checked={chosen === null} onChange={() => onChange(null)} />
          <span>{ownRegion === null ? said.noOwnRegion : said.ownRegion(nameRegion(ownRegion))}</span>
        </label>
        <label class="check">
          <input
            type="radio"
            name={name}
            checked={chosen !== null}
            onChange={() => onChange(ownRegion === null ? [] : [ownRegion])}
          />
          <span>{said.theseRegions}</span>
        </label>
        {chosen !== null && <Chosen chosen={chosen} onChange={onChange} />}
      </div>
    </FieldGroup>
  );
}

function Chosen({ chosen, onChange }: { chosen: readonly string[]; onChange: (chosen: string[]) => void }) {
  const { settings: said } = appWords.value;
  return (
    <div class="stack tight app-indented">
      {chosen.length > 0 && (
        <ul class="chips" aria-label={said.theseRegions}>
          {chosen.map((region) => (
            <li key={region} class="chip">
              <span>{nameRegion(region)}</span>
              <button
                type="button"
                class="quiet"
                aria-label={said.takeOut(nameRegion(region))}
                onClick={() => onChange(chosen.filter((one) => one !== region))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <Field label={said.addRegion}>
        {(ids) => (
          <select {...ids} value="" onChange={(event) => onChange([...chosen, event.currentTarget.value])}>
            <option value="">{said.chooseRegion}</option>
            {namedRegions()
              .filter(({ region }) => !chosen.includes(region))
              .map(({ region, name }) => (
                <option key={region} value={region}>
                  {name}
                </option>
              ))}
          </select>
        )}
      </Field>
    </div>
  );
}
