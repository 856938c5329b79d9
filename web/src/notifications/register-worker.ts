import { navigate, ownPath } from '../routing/path.ts';

/** The types of DOM know nothing of it yet (W3C Trusted Types §2.3). */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

const address = '/service-worker.js';

/**
 * Lets the service worker do its work, over HTTPS and on localhost. The one place where a script is loaded by an address:
 * the Content-Security-Policy allows the policy `keypigeon`, and that allows one address.
 */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    const { open } = (data ?? {}) as { open?: string };
    if (typeof open === 'string') navigate(ownPath(open));
  });
  // Once the page is there: what the worker keeps is loaded for later.
  const register = () => void navigator.serviceWorker.register(trusted(), { updateViaCache: 'none' }).catch(() => {});
  if (document.readyState === 'complete') whenIdle(register);
  else addEventListener('load', () => whenIdle(register), { once: true });
}

function trusted(): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  const createScriptURL = (url: string) => {
    if (url !== address) throw new TypeError('Only the service worker is loaded by its address');
    return url;
  };
  return trustedTypes?.createPolicy('keypigeon', { createScriptURL }).createScriptURL(address) ?? address;
}

function whenIdle(then: () => void): void {
  // Safari has no requestIdleCallback.
  if ('requestIdleCallback' in window) requestIdleCallback(then, { timeout: 5_000 });
  else setTimeout(then, 1_000);
}
