import { account } from '../../api/account.ts';
import { choices } from '../../notifications/choices.ts';
import { EnableNotifications } from '../../notifications/enable-notifications.tsx';
import { useLoaded } from '../../parts/loaded.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import '../../styles/account.css';
import { words } from '../../words/words.ts';
import { AppSection } from './app-section.tsx';
import { BrowsersSection } from './browsers-section.tsx';
import { findBrowsers } from './find-browsers.ts';
import { OpenSection } from './open-section.tsx';

/** How one hears of codes in this browser, and in one's others. */
export function NotificationsPage() {
  const said = words.value.notifications;
  const browsers = useLoaded(findBrowsers);
  const isGuest = account.value?.role === 'guest';
  const isOn = choices.push.value !== null;
  return (
    <>
      <SettingsTitle>{said.title}</SettingsTitle>
      <p class="muted">{said.intro}</p>
      <section class="card">
        <div class="section-head">
          <h2>{said.here}</h2>
          {!isGuest && <span class={`tag ${isOn ? 'good' : ''}`}>{isOn ? said.on : said.off}</span>}
        </div>
        <p class="muted">{said.hereText}</p>
        <EnableNotifications onChange={() => void browsers.reload()} />
      </section>
      {!isGuest && <BrowsersSection browsers={browsers} />}
      <OpenSection />
      <AppSection />
    </>
  );
}
