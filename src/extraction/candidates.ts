import type { Span } from './phrases.ts';
import { overlaps } from './phrases.ts';

/** Something in a text that has the form of a code. */
export interface Candidate extends Span {
  /** Without separators and prefix. */
  value: string;
  form: 'prefixed' | 'digits' | 'mixed' | 'password' | 'letters';
}

const boundaryBefore = '(?<![\\p{L}\\p{N}]|[\\p{N}][.,/:-])';
const boundaryAfter = '(?![\\p{L}\\p{N}]|[.,/:-][\\p{N}])';

/** Longer groups before shorter ones: what overlaps an earlier find is dropped. */
const forms: { form: Candidate['form']; pattern: RegExp }[] = [
  // G-123456, FB-12345: the letters are the sender's, the digits are the code.
  { form: 'prefixed', pattern: bounded('[A-Z]{1,3}-(\\d{4,8})') },
  {
    form: 'password',
    pattern:
      /(?<=[\s:])((?=\S{0,20}[!#$%&*@?^+=_])(?=\S{0,20}\d)(?=\S{0,20}[A-Za-z])[A-Za-z\d!#$%&*@?^+=_]{6,20})(?=[\s.,]|$)/g,
  },
  {
    form: 'digits',
    pattern: bounded('(\\d{3}[- ]\\d{3}[- ]\\d{3}|\\d{4}[- ]\\d{4}|\\d{3,4}[- ]\\d{3,4}|\\d{2}-\\d{2}-\\d{2})'),
  },
  { form: 'digits', pattern: bounded('(\\d(?: \\d){3,7})') },
  { form: 'digits', pattern: bounded('(\\d{4,10})') },
  { form: 'mixed', pattern: bounded('((?=[A-Za-z]{0,4}\\d|\\d{1,4}[A-Za-z])[A-Za-z\\d]{3,5}-[A-Za-z\\d]{3,5})') },
  { form: 'mixed', pattern: bounded('((?=[A-Za-z]{0,11}\\d)(?=\\d{0,11}[A-Za-z])[A-Za-z\\d]{4,12})') },
  { form: 'letters', pattern: bounded('([A-Z]{5,8}|[a-z]{5,8})') },
];

/** What has the form of a code and lies in no `noise`, in the order of the text. */
export function findCandidates(text: string, noise: readonly Span[]): Candidate[] {
  const found: Candidate[] = [];
  for (const { form, pattern } of forms) {
    for (const match of text.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if ([...noise, ...found].some((other) => overlaps(span, other))) continue;
      found.push({ ...span, form, value: typed(match[1] ?? '', form) });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function bounded(source: string): RegExp {
  return new RegExp(`${boundaryBefore}${source}${boundaryAfter}`, 'gu');
}

function typed(written: string, form: Candidate['form']): string {
  return form === 'password' ? written : written.replace(/[- ]/g, '');
}
