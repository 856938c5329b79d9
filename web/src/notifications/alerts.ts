import { effect } from '@preact/signals';
import { listen, speaksForAll } from '../api/events.ts';
import type { Message } from '../api/messages.ts';
import { words } from '../words/words.ts';

/**
 * While a page is open, tells of codes as they come: by a notification where nobody looks, and by a sound. Answers how to
 * stop.
 */
export function raiseAlerts(): () => void {
  const told = new Set<string>();
  const onMessage = ({ message }: { message?: Message }) => {
    if (message === undefined || message.code === null || message.backlog) return;
    const what = `${message.id} ${message.code}`;
    if (told.has(what) || !speaksForAll()) return;
    told.add(what);
    void import('./alert.ts').then(({ alertOf }) => alertOf(message));
  };
  const onCopied = ({ messageId }: { messageId?: string }) => {
    if (messageId !== undefined && speaksForAll())
      void import('./tell-worker.ts').then(({ tellWorker }) => tellWorker({ close: messageId }));
  };
  const onShown = () => {
    if (document.visibilityState === 'visible')
      void import('./tell-worker.ts').then(({ tellWorker }) => tellWorker({ closeOver: true }));
  };
  document.addEventListener('visibilitychange', onShown);
  const stops = [
    listen('message', onMessage),
    listen('message.revised', onMessage),
    listen('message.copied', onCopied),
    effect(() => {
      words.value;
      void import('./tell-worker.ts').then(({ giveWords }) => giveWords()).catch(() => {});
    }),
    () => document.removeEventListener('visibilitychange', onShown),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
