import { escapeHtml } from '../../support/escape-html.ts';
import { wordsFor } from '../words/languages.ts';
import { englishSheet, sheetWords } from './sheet-words.ts';

export interface SheetContent {
  codes: readonly string[];
  serviceName: string;
  /** Whose they are, as the service calls them. */
  account: string;
  madeAt: number;
  /** BCP 47; a language that is not known becomes English. */
  locale: string;
}

const style = `
:root { color-scheme: light }
body { font: 12pt/1.5 system-ui, sans-serif; color: #000; background: #fff; max-width: 34rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; margin: 0; hyphens: auto; overflow-wrap: anywhere }
ol { list-style: none; padding: 1rem 0; margin: 1rem 0; border: solid #000; border-width: 1px 0; columns: 2 12rem }
li { font: 1.2rem/2 ui-monospace, monospace; break-inside: avoid; overflow-wrap: anywhere }
li::before { content: "☐"; margin-inline-end: .6em }
@media print { body { margin: 0; max-width: none } @page { margin: 2cm } }
`;

/** A page of its own, ready to print: loads nothing, runs nothing. */
export function recoverySheet({ codes, serviceName, account, madeAt, locale }: SheetContent): string {
  const { language, direction } = wordsFor(locale);
  const words = sheetWords[language] ?? englishSheet;
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(madeAt);
  const items = codes.map((code) => `<li><bdi>${escapeHtml(code)}</bdi></li>`).join('');
  const owner = account === '' ? '' : `<p><bdi>${escapeHtml(account)}</bdi></p>`;
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${words.title} · ${escapeHtml(serviceName)}</title>
<style>${style}</style>
</head>
<body>
<h1>${words.title} · <bdi>${escapeHtml(serviceName)}</bdi></h1>
${owner}
<p>${words.use}</p>
<ol>${items}</ol>
<p>${words.keep}</p>
<p>${words.end} ${words.made}: ${day}</p>
</body>
</html>
`;
}
