import { signal } from '@preact/signals';
import { isAppleTouch } from './apple-touch.ts';

/** Chromium's way to ask whether to install (W3C Manifest Incubations §3). */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** How one installs the app here, where the page has no button for it. */
export type InstallHint = 'https' | 'apple' | 'mac' | 'firefoxAndroid' | 'firefox' | 'other';

/** Asks whether to install; null: the browser does not let a page ask. */
export const installPrompt = signal<InstallPrompt | null>(null);

/** The browser says early, and once, that a page may ask. */
export function catchInstallPrompt(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    installPrompt.value = event as InstallPrompt;
  });
  addEventListener('appinstalled', () => {
    installPrompt.value = null;
  });
}

export function isInstalled(): boolean {
  return (
    matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone === true)
  );
}

export function installHint(): InstallHint {
  const { userAgent } = navigator;
  if (!isSecureContext) return 'https';
  if (isAppleTouch()) return 'apple';
  if (/Firefox\//.test(userAgent)) return /Android/.test(userAgent) ? 'firefoxAndroid' : 'firefox';
  return /Macintosh/.test(userAgent) && !/Chrome\//.test(userAgent) ? 'mac' : 'other';
}
