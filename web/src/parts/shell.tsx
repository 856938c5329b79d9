import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { account, loadAccount, signOut } from '../api/account.ts';
import { connection, followEvents } from '../api/events.ts';
import { raiseAlerts } from '../notifications/alerts.ts';
import { navigate, path } from '../routing/path.ts';
import { chooseLanguage, type Language, language, languages, words } from '../words/words.ts';
import { ConnectionState } from './connection-state.tsx';
import { CurlLines } from './curl-lines.tsx';
import { Icon, type IconName } from './icon.tsx';
import { WithoutHttps } from './without-https.tsx';

/** What is around every page of somebody who signed in: navigation, state of the connection, curl lines. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { shell } = words.value;
  useConnection();
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {shell.skip}
      </a>
      <header class="shell-head">
        <a class="brand" href="/">
          <img src="/icon.svg" alt="" width="28" height="28" /> Keypigeon
        </a>
        <ConnectionState />
      </header>
      <nav class="shell-nav" aria-label={shell.navigation}>
        <NavLink to="/" icon="inbox" label={shell.inbox} />
        <NavLink to="/wait" icon="wait" label={shell.wait} />
        {account.value?.role === 'owner' && <NavLink to="/set-up" icon="add" label={shell.setUp} />}
        <NavLink to="/settings" icon="settings" label={shell.settings} />
      </nav>
      <main id="content" class="shell-content" tabIndex={-1}>
        <WithoutHttps />
        {children}
      </main>
      <footer class="shell-foot">
        <CurlLines />
        <div class="row">
          <LanguageChoice />
          {account.value !== null && (
            <button type="button" class="quiet" onClick={() => signOut().then(() => navigate('/sign-in'))}>
              {shell.signOut}: {account.value.name}
            </button>
          )}
        </div>
      </footer>
    </div>
  );
}

/** Codes and the state of the connection are shown on every page, whatever else it shows. */
function useConnection(): void {
  const person = account.value;
  useEffect(() => {
    if (person === null || person.setup) return;
    const stops = [followEvents(person.id), raiseAlerts()];
    return () => {
      for (const stop of stops) stop();
    };
  }, [person?.id, person?.setup]);
  const isLive = connection.value === 'live';
  useEffect(() => {
    if (isLive && person?.remembered) void loadAccount();
  }, [isLive, person?.remembered]);
}

function NavLink({ to, icon, label }: { to: string; icon: IconName; label: string }) {
  const pathname = path.value.split('?', 1)[0] ?? '/';
  const here = to === '/' ? pathname === '/' || pathname.startsWith('/messages') : pathname.startsWith(to);
  return (
    <a href={to} aria-current={here ? 'page' : undefined}>
      <Icon name={icon} />
      <span>{label}</span>
    </a>
  );
}

export function LanguageChoice() {
  return (
    <label class="language">
      <span class="unseen">{words.value.shell.language}</span>
      <select value={language.value} onChange={(event) => chooseLanguage(event.currentTarget.value as Language)}>
        {Object.entries(languages).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
