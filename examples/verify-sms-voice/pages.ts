import { createHash } from 'node:crypto';
import type { Verification } from './hub.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const safe = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

const style = `:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif }
body { max-width: 22rem; margin: 3rem auto; padding: 0 1rem }
form, label { display: grid; gap: .5rem; margin-bottom: 1rem }
input, button { font: inherit; padding: .6rem }
[role=alert] { border-left: .3rem solid; padding-left: .7rem }`;
/** For a Content-Security-Policy that lets nothing in but this style. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

function page(title: string, body: string, note = ''): string {
  const notice = note === '' ? '' : `<p role="alert">${safe(note)}</p>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${style}</style><h1>${title}</h1>${notice}${body}</html>`;
}

export function loginPage(note?: string): string {
  return page(
    'Sign in',
    `<form method="post" action="/login">
<label>Name <input name="name" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button></form>`,
    note,
  );
}

export function codePage({ to, checksLeft, next }: Verification, note?: string): string {
  const button = (channel: string, words: string, at: string | null) =>
    at === null ? '' : `<button name="channel" value="${channel}">${words} (from ${at.slice(11, 19)} UTC)</button>`;
  return page(
    'Enter your code',
    `<p>We sent a code to ${safe(to ?? 'your phone')}. Tries left: ${checksLeft}</p>
<form method="post" action="/code">
<label>Code <input name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus></label>
<button>Confirm</button></form>
<form method="post" action="/again">${button('sms', 'Send it again', next.smsAt)}${button('call', 'Call me', next.callAt)}</form>
<p><a href="/">Start again</a></p>`,
    note,
  );
}

export function homePage(name: string): string {
  return page(`Hello ${safe(name)}`, '<form method="post" action="/logout"><button>Sign out</button></form>');
}
