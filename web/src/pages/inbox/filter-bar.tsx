import { Icon } from '../../parts/icon.tsx';
import { words } from '../../words/words.ts';
import type { Inbox } from './inbox.ts';

/** Search and filters. What can be chosen is what there is. */
export function FilterBar({ inbox }: { inbox: Inbox }) {
  const said = words.value.inbox;
  const { filter, facets } = inbox;
  return (
    <search class="filters">
      <label class="search">
        <span class="unseen">{said.search}</span>
        <Icon name="search" />
        <input
          id="search"
          type="search"
          placeholder={said.search}
          value={filter.value.q ?? ''}
          onInput={(event) => inbox.look({ q: event.currentTarget.value }, { typed: true })}
        />
      </label>
      <Choice
        label={said.line}
        value={filter.value.line ?? ''}
        options={facets.value?.lines.map(({ id }) => id) ?? []}
        all={said.allLines}
        onChoose={(line) => inbox.look({ line })}
      />
      <Choice
        label={said.service}
        value={filter.value.service ?? ''}
        options={facets.value?.services.map(({ name }) => name) ?? []}
        all={said.allServices}
        onChoose={(service) => inbox.look({ service })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={filter.value.hasCode === 'true'}
          onChange={(event) => inbox.look({ hasCode: event.currentTarget.checked ? 'true' : '' })}
        />
        <span>{said.onlyCodes}</span>
      </label>
    </search>
  );
}

function Choice({
  label,
  value,
  options,
  all,
  onChoose,
}: {
  label: string;
  value: string;
  options: readonly string[];
  all: string;
  onChoose: (value: string) => void;
}) {
  return (
    <label>
      <span class="unseen">{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
}
