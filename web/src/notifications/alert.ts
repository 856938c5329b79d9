import { hubNow } from '../api/hub-clock.ts';
import type { Message } from '../api/messages.ts';
import { isDue } from '../pages/inbox/inbox.ts';
import { hidesCodes } from '../pages/inbox/privacy.tsx';
import { titleOf } from '../pages/inbox/words-of-message.tsx';
import { words } from '../words/words.ts';
import { choices } from './choices.ts';
import { chime } from './sound.ts';
import { tellWorker } from './tell-worker.ts';

/** Tells of a code that has just come, as this browser's person wants it. */
export async function alertOf(message: Message): Promise<void> {
  if (!isDue(message, hubNow())) return;
  if (choices.sound.value) void chime();
  if (!choices.desktop.value || document.visibilityState === 'visible') return;
  // With push the notification comes by itself, also when this page is slow.
  if (!('Notification' in window) || Notification.permission !== 'granted' || choices.push.value !== null) return;
  await tellWorker({ notify: noticeOf(message) });
}

function noticeOf(message: Message) {
  const { id, code, service, sender, line, expiresAt } = message;
  const said = words.value.notifications;
  const name = titleOf(message);
  const body = said.fromTo(sender === '' ? words.value.inbox.unknownSender : sender, line);
  const about = { id, service, sender, line, expiresAt, test: false };
  if (code === null || hidesCodes()) return { ...about, title: said.codeOf(name), body };
  return { ...about, title: `${name}: ${code}`, body, code };
}
