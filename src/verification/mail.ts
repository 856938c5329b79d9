import { escapeHtml } from '../support/escape-html.ts';
import type { CodeMail, CodeWords } from './channel.ts';
import { inPlainWords, nameOf } from './text.ts';
import { durationIn } from './words/duration.ts';
import { fill } from './words/fill.ts';
import { wordsFor } from './words/languages.ts';
import { strangersName } from './words/safe-name.ts';

const longestName = 60;

/** A code as a mail says it: nothing in it is a link, nothing is loaded when it is read. */
export function composeMail(about: CodeWords): CodeMail {
  const words = wordsFor(about.locale);
  const { mail, text, language, direction } = words;
  const { code, payment, minutes } = about;
  const service = nameOf(about, longestName);
  const subject = strangersName(about.subject ?? '', longestName);
  const before = [
    ...(subject === '' ? [] : [fill(mail.greeting, { subject })]),
    ...(payment === null
      ? []
      : [
          fill(
            text.payment,
            inPlainWords(payment, (name) => name),
          ),
        ]),
    fill(mail.code, { service }),
  ];
  const secret = about.neverShare ? [fill(mail.secret, { service })] : [];
  const after = [fill(text.valid, { time: durationIn(words, minutes) }), ...secret, mail.ignore];
  return {
    subject: fill(mail.subject, { service }),
    text: `${[...before, code, ...after].join('\n\n')}\n`,
    html: documentOf({ language, direction, title: fill(mail.subject, { service }), before, code, after }),
  };
}

interface MailParts {
  language: string;
  direction: string;
  title: string;
  before: string[];
  code: string;
  after: string[];
}

const font = 'system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';

/** Styles stand in attributes: many mail programs drop the others. */
function documentOf({ language, direction, title, before, code, after }: MailParts): string {
  const paragraph = (words: string) => `<p style="margin:0 0 16px">${escapeHtml(words)}</p>`;
  return [
    `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title></head>`,
    `<body style="margin:0;padding:24px;font:16px/1.5 ${font}"><div style="max-width:32em;margin:0 auto">`,
    ...before.map(paragraph),
    '<p style="margin:0 0 16px;font:700 32px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:4px" dir="ltr">',
    `${escapeHtml(code)}</p>`,
    ...after.map(paragraph),
    '</div></body></html>\n',
  ].join('');
}
