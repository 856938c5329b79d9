/**
 * Keeps the app's own files, so that it opens without the hub, and shows notifications. It keeps no message, text or code,
 * and nothing of the API: what may be kept is named by the build, and nothing else is.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;

/** Put in by scripts/build-web.js: the paths of all files of the app, and a name that changes with them. */
declare const BUILT: { version: string; files: string[] };

const shellCache = `keypigeon-shell-${BUILT.version}`;
/** What the page tells this worker: words in the chosen language. */
const settingsCache = 'keypigeon-worker';
const settingsPath = '/worker-settings';
const shellDocument = '/index.html';
/** As in src/http/routes/web.ts. */
const pageRoots = ['', 'messages', 'wait', 'set-up', 'settings', 'sign-in', 'setup', 'board'];
/** After this the kept page is shown, ms. */
const patienceMs = 2_000;

// A new worker waits until the pages of the old one are closed: they go on with the files that they began with.
worker.addEventListener('install', (event) => event.waitUntil(keepShell()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('fetch', answer);
worker.addEventListener('push', (event) => event.waitUntil(notifyOfPush(event.data)));
worker.addEventListener('message', (event) => event.waitUntil(hear(event.data as PageMessage)));
worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data as Shown, event.action === 'copy'));
});
worker.addEventListener('pushsubscriptionchange', (event) =>
  event.waitUntil(subscribeAgain(event as SubscriptionChange)),
);

// ---- The app without the hub

async function keepShell(): Promise<void> {
  const cache = await caches.open(shellCache);
  const { files } = BUILT;
  // Not from the browser's own cache: the document of before would name files of before.
  await cache.addAll(files.map((path) => new Request(path, { cache: 'no-cache' })));
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('keypigeon-shell-') && name !== shellCache);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** What is not answered here goes to the hub as if there were no worker. */
function answer(event: FetchEvent): void {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && isPage(url.pathname)) event.respondWith(openPage(request));
  else if (url.pathname.startsWith('/assets/') && BUILT.files.includes(url.pathname))
    event.respondWith(fromCache(url.pathname, request));
}

function isPage(pathname: string): boolean {
  const [, root = '', ...rest] = pathname.split('/');
  return pathname === '/api' || (pageRoots.includes(root) && rest.length <= 1);
}

async function openPage(request: Request): Promise<Response> {
  const kept = () => caches.match(shellDocument, { cacheName: shellCache });
  const asked = fetch(request).then(
    (response) => (response.status >= 500 ? undefined : response),
    () => undefined,
  );
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs));
  return (await Promise.race([asked, late])) ?? (await kept()) ?? (await asked) ?? Response.error();
}

async function fromCache(path: string, request: Request): Promise<Response> {
  return (await caches.match(path, { cacheName: shellCache })) ?? fetch(request);
}

// ---- Notifications

/** As the hub sends it; see docs/notifications.md. */
interface Payload {
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

/** What is kept with a notification: no code. */
interface Shown {
  id: string;
  expiresAt: string | null;
  test: boolean;
}

type PageMessage = { notify: Payload } | { close: string } | { closeOver: true };

interface Settings {
  copy: string;
  expired: string;
  expiredText: string;
  /** What this browser is called in the list of destinations. */
  browser: string;
}

const english: Settings = {
  copy: 'Copy code',
  expired: '{name}: a code has expired',
  expiredText: 'It came too late. Ask for a new one.',
  browser: 'Browser',
};

async function notifyOfPush(data: PushMessageData | null): Promise<void> {
  const payload = readPayload(data);
  if (payload !== null) await show(payload, await isLookedAt());
}

async function hear(message: PageMessage): Promise<void> {
  if ('close' in message) return closeThose(({ id }) => id === message.close);
  if ('closeOver' in message) return closeThose(isOver);
  // Somebody looks at another tab: there the code shows by itself.
  if (!(await isLookedAt())) await show(message.notify, false);
}

async function show(payload: Payload, silent: boolean): Promise<void> {
  const { id, expiresAt, test } = payload;
  await closeThose((shown) => shown.id !== id && isOver(shown));
  const settings = await readSettings();
  const { title, body, canCopy } = wording(payload, settings);
  const [before] = await worker.registration.getNotifications({ tag: id });
  // Told twice, as by a push and by an open page: once is enough.
  const isNew = before?.title !== title;
  const data: Shown = { id, expiresAt, test };
  const options = {
    body,
    tag: id,
    data,
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    actions: canCopy ? [{ action: 'copy', title: settings.copy }] : [],
    ...(silent || !isNew ? { silent: true } : { renotify: true }),
  };
  await worker.registration.showNotification(title, options);
}

function wording({ title, body, code, service, sender, line, expiresAt }: Payload, settings: Settings) {
  if (code === undefined || !isOver({ expiresAt })) return { title, body, canCopy: code !== undefined };
  const name = service ?? (sender === '' ? line : sender);
  return { title: settings.expired.replace('{name}', () => name), body: settings.expiredText, canCopy: false };
}

function isOver({ expiresAt }: Pick<Shown, 'expiresAt'>): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now();
}

async function closeThose(which: (shown: Shown) => boolean): Promise<void> {
  for (const notification of await worker.registration.getNotifications())
    if (which(notification.data as Shown)) notification.close();
}

function readPayload(data: PushMessageData | null): Payload | null {
  try {
    const payload = data?.json() as Partial<Payload> | undefined;
    return typeof payload?.id === 'string' && typeof payload.title === 'string' ? (payload as Payload) : null;
  } catch {
    return null;
  }
}

/** Nothing but words: see web/src/notifications/tell-worker.ts. */
async function readSettings(): Promise<Settings> {
  const kept = await caches.match(settingsPath, { cacheName: settingsCache });
  return { ...english, ...((await kept?.json()) as Partial<Settings> | undefined) };
}

/** A worker cannot reach the clipboard: the page of the message copies. */
async function open({ id, test }: Shown, copy: boolean): Promise<void> {
  const path = test ? '/' : `/messages/${encodeURIComponent(id)}${copy ? '?copy=1' : ''}`;
  const tabs = (await tabsOfApp()).sort((one, other) => Number(isShown(other)) - Number(isShown(one)));
  const [tab] = tabs;
  if (tab === undefined) {
    await worker.clients.openWindow(path);
    return;
  }
  tab.postMessage({ open: path });
  await tab.focus();
}

/** Boards hang on walls, and are no place to open a message. */
async function tabsOfApp(): Promise<WindowClient[]> {
  const tabs = await worker.clients.matchAll({ type: 'window' });
  return tabs.filter(({ url }) => !/^\/(board|setup|sign-in)\b/.test(new URL(url).pathname));
}

async function isLookedAt(): Promise<boolean> {
  return (await tabsOfApp()).some(({ focused }) => focused);
}

function isShown({ visibilityState }: WindowClient): boolean {
  return visibilityState === 'visible';
}

interface SubscriptionChange extends ExtendableEvent {
  oldSubscription?: PushSubscription | null;
}

/** The push service gave this browser another address: the hub must hear of it. */
async function subscribeAgain({ oldSubscription }: SubscriptionChange): Promise<void> {
  const key = oldSubscription?.options.applicationServerKey;
  if (key === null || key === undefined) return;
  const wish = { userVisibleOnly: true, applicationServerKey: key };
  const { endpoint, keys } = (await worker.registration.pushManager.subscribe(wish)).toJSON();
  const { browser } = await readSettings();
  await fetch('/api/v1/push/subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ endpoint, keys, name: browser }),
  });
}
