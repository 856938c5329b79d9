import type { ChannelKind } from '../../verification/channel.ts';
import { fill } from '../../verification/words/fill.ts';
import { languages } from '../../verification/words/languages.ts';
import type { PageWords, Words } from '../../verification/words/words.ts';
import { type Html, html } from './html.ts';
import type { PageView, Way } from './view.ts';

/** The document of a verification, without what it is not to show any more. */
export function verificationDocument(view: PageView, words: Words, token: string): Html {
  const { page } = words;
  const notice = noticeOf(view, page);
  const heading = view.state === 'open' ? page.title : view.state === 'canceled' ? page.canceled : null;
  const title = heading ?? (view.state === 'approved' ? page.approved : page.title);
  const body = view.state === 'open' ? openParts(view, words, token, notice) : overParts(view, page);
  return shell(words, `/verify/${view.id}`, {
    title: notice?.tone === 'bad' ? `${notice.text} – ${title}` : title,
    main: html`<p class="service">${view.service}</p><h1>${title}</h1>${body}`,
  });
}

/** For all that is not there, whatever it was. */
export function goneDocument(words: Words, path: string): Html {
  const { gone, goneHint } = words.page;
  return shell(words, path, { title: gone, main: html`<h1>${gone}</h1><p>${goneHint}</p>` });
}

function overParts({ state, service, returnUrl }: PageView, page: PageWords): Html {
  return html`${state === 'too-many' ? html`<p class="notice bad" role="alert">${page.tooMany}</p>` : null}
<p><a class="button" href="${returnUrl}" rel="noreferrer">${fill(page.back, { service })}</a></p>`;
}

interface Said {
  tone: 'good' | 'bad';
  text: string;
}

function noticeOf({ state, notice, checksLeft }: PageView, page: PageWords): Said | null {
  if (state !== 'open' || notice === null) return null;
  if (notice === 'resent') return { tone: 'good', text: page.resent };
  const texts = {
    wrong: fill(page.wrong, { count: String(checksLeft) }),
    wait: page.wait,
    refused: page.refused,
    'not-sent': page.notSent,
  };
  return { tone: 'bad', text: texts[notice] };
}

function openParts(view: PageView, words: Words, token: string, notice: Said | null): Html {
  const { page, text } = words;
  const wrong = view.notice === 'wrong';
  const aboutCode = wrong ? 'notice sent' : 'sent';
  return html`
${notice === null ? null : html`<p class="notice ${notice.tone}" id="notice" role="${notice.tone === 'bad' ? 'alert' : 'status'}">${notice.text}</p>`}
<p id="sent">${isolated(page[view.channel], view.to)}</p>
${view.subject === null ? null : html`<p>${fill(page.forWhom, { subject: view.subject })}</p>`}
${view.payment === null ? null : html`<p class="payment">${fill(text.payment, view.payment)}</p>`}
<form method="post" action="/verify/${view.id}?lang=${words.language}">
<input type="hidden" name="token" value="${token}">
<label for="code">${page.code}</label>
<input id="code" name="code" class="code" dir="ltr" required autofocus autocomplete="one-time-code" autocapitalize="characters" spellcheck="false"
 inputmode="${view.letters ? 'text' : 'numeric'}" maxlength="32" data-length="${view.length}" aria-describedby="${aboutCode}"${wrong ? html` aria-invalid="true"` : null}>
<button class="main" name="action" value="check">${page.confirm}</button>
<p class="time">${page.timeLeft} <span role="timer" dir="ltr" data-left="${view.secondsLeft}">${clock(view.secondsLeft)}</span></p>
</form>
${view.ways.length === 0 ? null : waysOf(view, words, token)}
<p class="small">${fill(page.keep, { service: view.service })}</p>
<form method="post" action="/verify/${view.id}?lang=${words.language}">
<input type="hidden" name="token" value="${token}">
<button class="quiet" name="action" value="cancel">${page.cancel}</button>
</form>`;
}

function waysOf(view: PageView, words: Words, token: string): Html {
  const { page } = words;
  const names: Record<ChannelKind, string> = { sms: page.bySms, call: page.byCall, email: page.byEmail };
  const button = ({ kind, seconds }: Way) =>
    html`<button name="action" value="${kind}" data-after="${seconds}">${kind === view.channel ? page.again : names[kind]}<span class="wait" dir="ltr"></span></button>`;
  return html`<form method="post" class="ways" action="/verify/${view.id}?lang=${words.language}" aria-labelledby="ways">
<h2 id="ways">${page.noCode}</h2>
<input type="hidden" name="token" value="${token}">
${view.ways.map(button)}
</form>`;
}

/** A number stands from left to right, whatever the words around it. */
function isolated(sentence: string, to: string): Html {
  const [before = '', after = ''] = sentence.split('{to}');
  return html`${before}<bdi dir="ltr">${to}</bdi>${after}`;
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function shell(words: Words, path: string, { title, main }: { title: string; main: Html }): Html {
  const { language, direction, page } = words;
  const option = (one: Words) =>
    html`<option value="${one.language}" lang="${one.language}"${one.language === language ? html` selected` : null}>${one.name}</option>`;
  return html`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/verify/page.css">
<script src="/verify/page.js" defer></script>
</head>
<body>
<main>${main}</main>
<footer><form method="get" action="${path}">
<label for="lang">${page.language}</label>
<select id="lang" name="lang">${languages.map(option)}</select>
<button class="quiet">${page.change}</button>
</form></footer>
</body>
</html>
`;
}
