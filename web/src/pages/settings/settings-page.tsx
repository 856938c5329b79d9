import { account } from '../../api/account.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import '../../styles/settings.css';
import { words } from '../../words/words.ts';
import { type Entry, hubEntries, ownEntries } from './entries.ts';

/** All that can be set, with one line each. */
export function SettingsPage() {
  const { settings } = words.value;
  const role = account.value?.role ?? 'guest';
  const hub = hubEntries(role);
  return (
    <>
      <PageTitle>{settings.title}</PageTitle>
      <Group title={settings.yours} entries={ownEntries(role)} />
      {hub.length > 0 && <Group title={settings.hub} entries={hub} />}
    </>
  );
}

function Group({ title, entries }: { title: string; entries: readonly Entry[] }) {
  const { settings } = words.value;
  return (
    <section class="stack">
      <h2>{title}</h2>
      <ul class="settings-list">
        {entries.map(({ to, name }) => (
          <li key={name}>
            <a class="card settings-link" href={to}>
              <strong>{settings[name]}</strong>
              <span class="muted">{settings[`${name}Text`]}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
