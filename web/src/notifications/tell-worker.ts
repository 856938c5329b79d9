import { nameBrowser } from '../parts/browser-name.ts';
import { words } from '../words/words.ts';

/** As the service worker reads it. */
const cacheName = 'keypigeon-worker';
const path = '/worker-settings';

/** Gives the service worker the words that it shows, in the chosen language: it may run while no page is open. */
export async function giveWords(): Promise<void> {
  if (!('caches' in window)) return;
  const { copy, expired, expiredText } = words.value.notifications.worker;
  const settings = { copy, expired: expired('{name}'), expiredText, browser: nameBrowser(navigator.userAgent) };
  await (await caches.open(cacheName)).put(path, Response.json(settings));
}

/** What it shows as a notification while the page is open. */
export interface Notice {
  id: string;
  title: string;
  body: string;
  code?: string;
  service: string | null;
  sender: string;
  line: string;
  expiresAt: string | null;
  test: boolean;
}

/** `notify`: shows it unless somebody looks at a tab; `close`: takes away what is shown of a message; `closeOver`: all whose codes have expired. */
export async function tellWorker(message: { notify: Notice } | { close: string } | { closeOver: true }): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.active?.postMessage(message);
}
