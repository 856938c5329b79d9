import { get, post, Refusal, remove } from '../api/request.ts';
import { nameBrowser } from '../parts/browser-name.ts';
import { isAppleTouch } from './apple-touch.ts';
import { choices } from './choices.ts';

/** Why this browser cannot be notified; null: it can. */
export type Obstacle = 'https' | 'home-screen' | 'browser' | 'blocked';

/** What stands in the way of notifications here, before anybody is asked. */
export function obstacle(): Obstacle | null {
  if (!isSecureContext) return 'https';
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return isAppleTouch() ? 'home-screen' : 'browser';
  return Notification.permission === 'denied' ? 'blocked' : null;
}

/** Has this browser notified; asks for the permission. Answers what stood in the way; null: nothing, it is on. */
export async function startPush(): Promise<Obstacle | null> {
  const registration = await navigator.serviceWorker.ready;
  if ((await Notification.requestPermission()) !== 'granted') return 'blocked';
  const { publicKey } = await get<{ publicKey: string }>('/push/key');
  const subscription = await subscribe(registration.pushManager, publicKey);
  const { endpoint, keys } = subscription.toJSON();
  const name = nameBrowser(navigator.userAgent);
  const { destination } = await post<{ destination: { id: string } }>('/push/subscriptions', { endpoint, keys, name });
  choices.push.value = destination.id;
  return null;
}

/** Has a browser notified no more; this one, if no other is named. */
export async function endPush(id: string | null = choices.push.value): Promise<void> {
  if (id === null) return;
  await remove(`/push/subscriptions/${encodeURIComponent(id)}`).catch((error: unknown) => {
    // Somebody removed it already.
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
  });
  if (id === choices.push.value) await forgetPush();
}

/** This browser is no destination any more. */
export async function forgetPush(): Promise<void> {
  choices.push.value = null;
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
}

/** A hub with another key, as after an empty start, needs another subscription. */
async function subscribe(manager: PushManager, publicKey: string): Promise<PushSubscription> {
  const wish = { userVisibleOnly: true, applicationServerKey: publicKey };
  const before = await manager.getSubscription();
  if (before !== null && encode(before.options.applicationServerKey) !== publicKey) await before.unsubscribe();
  return manager.subscribe(wish);
}

function encode(bytes: ArrayBuffer | null): string {
  const text = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer()));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
