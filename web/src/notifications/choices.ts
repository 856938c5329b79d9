import { effect, signal } from '@preact/signals';

const keys = { desktop: 'keypigeon.desktop', sound: 'keypigeon.sound', push: 'keypigeon.push' } as const;
const isOn = (key: string) => localStorage.getItem(key) === 'yes';

/** What one wants of this browser; kept in it. */
export const choices = {
  /** Notifications while a page is open. */
  desktop: signal(isOn(keys.desktop)),
  sound: signal(isOn(keys.sound)),
  /** The destination that this browser is, while it is notified by push; null: it is none. */
  push: signal(localStorage.getItem(keys.push)),
};

effect(() => keep(keys.desktop, choices.desktop.value ? 'yes' : null));
effect(() => keep(keys.sound, choices.sound.value ? 'yes' : null));
effect(() => keep(keys.push, choices.push.value));

// Another tab changed it.
addEventListener('storage', ({ key }) => {
  if (key === keys.desktop) choices.desktop.value = isOn(key);
  if (key === keys.sound) choices.sound.value = isOn(key);
  if (key === keys.push) choices.push.value = localStorage.getItem(key);
});

function keep(key: string, value: string | null): void {
  if (value === localStorage.getItem(key)) return;
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, value);
}
