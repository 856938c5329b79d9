import { useState } from 'preact/hooks';
import { choices } from '../../notifications/choices.ts';
import { chime } from '../../notifications/sound.ts';
import { tell } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';

/** What happens while a tab of the app is open. */
export function OpenSection() {
  const said = words.value.notifications;
  const play = async () => {
    if (!(await chime())) tell(said.noSound, 'bad');
  };
  const setSound = (wanted: boolean) => {
    choices.sound.value = wanted;
    if (wanted) void play();
  };
  return (
    <section class="card">
      <h2>{said.whileOpen}</h2>
      <Desktop />
      <div class="row">
        <label class="check">
          <input
            type="checkbox"
            checked={choices.sound.value}
            onChange={(event) => setSound(event.currentTarget.checked)}
          />
          <span>{said.sound}</span>
        </label>
        <button type="button" class="quiet" onClick={play}>
          {said.play}
        </button>
      </div>
    </section>
  );
}

function Desktop() {
  const said = words.value.notifications;
  const [refused, setRefused] = useState(false);
  // Without HTTPS browsers show none; the section above says so.
  if (!isSecureContext || !('Notification' in window)) return null;
  const change = async (wanted: boolean) => {
    const granted = !wanted || (await Notification.requestPermission()) === 'granted';
    setRefused(!granted);
    choices.desktop.value = wanted && granted;
  };
  return (
    <div class="stack tight">
      <label class="check">
        <input
          type="checkbox"
          checked={choices.desktop.value && Notification.permission === 'granted'}
          aria-describedby="desktop-text"
          onChange={(event) => change(event.currentTarget.checked)}
        />
        <span>{said.desktop}</span>
      </label>
      <p class="small muted" id="desktop-text">
        {choices.push.value === null ? said.desktopText : said.desktopByPush}
      </p>
      {refused && (
        <p class="notice" role="alert">
          {said.obstacles.blocked}
        </p>
      )}
    </div>
  );
}
