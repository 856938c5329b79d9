import { useId } from 'preact/hooks';
import type { Limit, LimitName } from '../../api/apps.ts';
import { appWords } from '../../words/apps.ts';
import { limitNames, type TypedLimits, usualLimits } from './limits.ts';

const most = 10_000_000;

/** How many codes at most; folded, as few need others than usual. */
export function LimitsField({ typed, onChange }: { typed: TypedLimits; onChange: (typed: TypedLimits) => void }) {
  const { settings: said } = appWords.value;
  const isOwn = limitNames.some((name) => typed[name].short !== '' || typed[name].long !== '');
  return (
    <details class="more-settings" open={isOwn}>
      <summary>{said.limits}</summary>
      <div class="stack">
        <p class="muted small">{said.limitsHint}</p>
        {limitNames.map((name) => (
          <LimitRow
            key={name}
            name={name}
            typed={typed[name]}
            onChange={(part, value) => onChange({ ...typed, [name]: { ...typed[name], [part]: value } })}
          />
        ))}
      </div>
    </details>
  );
}

function LimitRow({
  name,
  typed,
  onChange,
}: {
  name: LimitName;
  typed: TypedLimits[LimitName];
  onChange: (part: keyof Limit, value: string) => void;
}) {
  const { settings: said } = appWords.value;
  const id = useId();
  const input = (part: keyof Limit, unit: string) => (
    <label class="app-limit-value">
      <input
        type="number"
        min={0}
        max={most}
        step={1}
        inputMode="numeric"
        aria-label={`${said.limitNames[name]}, ${unit}`}
        aria-describedby={id}
        placeholder={String(usualLimits[name][part])}
        value={typed[part]}
        onInput={(event) => onChange(part, event.currentTarget.value)}
      />
      <span class="small muted">{unit}</span>
    </label>
  );
  return (
    <div class="app-limit">
      <span>
        {said.limitNames[name]}
        <span class="small muted flag-hint" id={id}>
          {said.limitHints[name]}
        </span>
      </span>
      {input('short', said.within[name])}
      {input('long', said.long)}
    </div>
  );
}
