import { useId } from 'preact/hooks';
import type { Item } from '../../api/configuration.ts';
import { FieldGroup } from '../../parts/field.tsx';
import { appWords } from '../../words/apps.ts';

/** All lines of somebody (null), or some of them. */
export function ChooseLines({
  lines,
  owner,
  chosen,
  onChange,
  error,
}: {
  lines: readonly Item[];
  owner: string;
  chosen: readonly string[] | null;
  onChange: (chosen: string[] | null) => void;
  error: string | undefined;
}) {
  const said = appWords.value;
  const name = useId();
  if (lines.length === 0) return <p class="muted">{said.noLines}</p>;
  const toggle = (id: string) =>
    onChange(chosen?.includes(id) ? chosen.filter((one) => one !== id) : [...(chosen ?? []), id]);
  return (
    <FieldGroup label={said.lines} error={error}>
      <div class="ways">
        <label class="check">
          <input type="radio" name={name} checked={chosen === null} onChange={() => onChange(null)} />
          <span>{said.allLines(owner)}</span>
        </label>
        <label class="check">
          <input type="radio" name={name} checked={chosen !== null} onChange={() => onChange([])} />
          <span>{said.theseLines}</span>
        </label>
        {chosen !== null && (
          <div class="app-indented">
            {lines.map(({ id, number }) => (
              <label key={id} class="check">
                <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
                <span>
                  {id}
                  {number !== undefined && <span class="muted"> · {number}</span>}
                </span>
              </label>
            ))}
          </div>
        )}
      </div>
    </FieldGroup>
  );
}
