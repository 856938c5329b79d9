import { installHint, installPrompt, isInstalled } from '../../notifications/install.ts';
import { words } from '../../words/words.ts';

/** Installing as an app: by a button where the browser lets a page ask, else how it is done. */
export function AppSection() {
  const said = words.value.notifications;
  const prompt = installPrompt.value;
  const install = async () => {
    await prompt?.prompt();
    // It can be asked once.
    installPrompt.value = null;
  };
  return (
    <section class="card">
      <h2>{said.app}</h2>
      <p class="muted">{said.appText}</p>
      {isInstalled() ? (
        <p>{said.installed}</p>
      ) : prompt === null ? (
        <p>{said.installHints[installHint()]}</p>
      ) : (
        <p>
          <button type="button" onClick={install}>
            {said.install}
          </button>
        </p>
      )}
    </section>
  );
}
