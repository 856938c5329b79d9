import { words } from '../words/words.ts';
import type { ControlProps } from './control.tsx';

/** A time of the day. Browsers' own fields have no 24:00, the end of a day. */
export function TimeControl({ ids, held, onChange }: ControlProps) {
  return (
    <input
      {...ids}
      class="short"
      type={held === '24:00' ? 'text' : 'time'}
      value={typeof held === 'string' ? held : ''}
      onInput={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  );
}

/** A time zone by its name in the IANA database; none is UTC. The browser's own stands first. */
export function TimeZoneControl({ ids, held, onChange }: ControlProps) {
  const { forms } = words.value;
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const chosen = typeof held === 'string' ? held : '';
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== own && zone !== chosen && zone !== 'UTC');
  const named = [...new Set([own, chosen])].filter((zone) => zone !== '' && zone !== 'UTC');
  return (
    <select {...ids} value={chosen} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
      {named.map((zone) => (
        <option key={zone} value={zone}>
          {zone === own ? forms.hereZone(readable(zone)) : readable(zone)}
        </option>
      ))}
      {chosen === 'UTC' && <option value="UTC">UTC</option>}
      <option value="">UTC{chosen === 'UTC' ? ` (${forms.open})` : ''}</option>
      {others.map((zone) => (
        <option key={zone} value={zone}>
          {readable(zone)}
        </option>
      ))}
    </select>
  );
}

function readable(zone: string): string {
  return zone.replaceAll('_', ' ').replaceAll('/', ' / ');
}
