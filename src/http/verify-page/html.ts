import { escapeHtml } from '../../support/escape-html.ts';

/** Markup that is whole and safe; only `html` makes it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | readonly Html[] | string | number | null;

/** Puts markup together; whatever is not markup itself becomes text in it. `null` leaves nothing. */
export function html(patterns: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: patterns }, ...parts.map(markup)));
}

function markup(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part.map(({ text }) => text).join('');
}
