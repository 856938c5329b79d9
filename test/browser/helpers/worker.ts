import type { CDPSession, Page, Worker } from 'playwright-core';
import { until } from '../../helpers/twilio-hub.ts';

/** A notification as it stands on the screen. */
export interface ShownNotification {
  title: string;
  body: string;
  actions: string[];
  silent: boolean;
}

/** What a browser has that tests have not: a push service, and a screen for notifications. */
export interface Pushes {
  deliver(payload: object): Promise<void>;
  shown(): Promise<ShownNotification[]>;
  /** Presses the notification with this title, or one of its buttons. */
  press(title: string, action?: string): Promise<void>;
}

/** Waits until the service worker keeps the app and answers for this page. */
export async function workerReady(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller === null)
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  })()`);
}

/**
 * Delivers pushes to the page's service worker, and keeps what it shows: a browser without a screen refuses all
 * notifications.
 */
export async function takePushes(page: Page): Promise<Pushes> {
  const worker = await until(() => page.context().serviceWorkers()[0]);
  await keepNotifications(worker);
  const devTools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  const registrationId = await findRegistration(devTools, origin);
  return {
    deliver: async (payload) => {
      const data = JSON.stringify(payload);
      await devTools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
    },
    shown: async () => (await worker.evaluate('self.shownNow()')) as ShownNotification[],
    press: async (title, action = '') => {
      await worker.evaluate(`self.press(${JSON.stringify(title)}, ${JSON.stringify(action)})`);
    },
  };
}

/** One for each tag, as on a screen (Notifications API §2.7). */
async function keepNotifications(worker: Worker): Promise<void> {
  await worker.evaluate(`{
    const all = new Map();
    self.registration.showNotification = async (title, options) => {
      all.set(options.tag, { title, ...options, close: () => all.delete(options.tag) });
    };
    self.registration.getNotifications = async ({ tag } = {}) =>
      [...all.values()].filter((one) => tag === undefined || one.tag === tag);
    self.shownNow = () => [...all.values()].map(({ title, body, actions, silent = false }) => ({
      title, body, actions: actions.map((one) => one.title), silent,
    }));
    self.press = (title, action) => {
      const notification = [...all.values()].find((one) => one.title === title);
      // To bring a tab to the front takes a real press.
      const waitUntil = (work) => work.catch(() => {});
      self.dispatchEvent(Object.assign(new Event('notificationclick'), { notification, action, waitUntil }));
    };
  }`);
}

async function findRegistration(devTools: CDPSession, origin: string): Promise<string> {
  const found = Promise.withResolvers<string>();
  devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const own = registrations.find(({ scopeURL, isDeleted }) => !isDeleted && scopeURL.startsWith(origin));
    if (own !== undefined) found.resolve(own.registrationId);
  });
  await devTools.send('ServiceWorker.enable');
  return await found.promise;
}
