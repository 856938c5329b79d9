import type { Reading } from './reading.ts';
import { role } from './roles.ts';
import { vocabulary } from './vocabulary.ts';

/** Reads the name in `[start, end)` of the folded text; null where it is none. */
export type NameReader = (start: number, end: number, isHeading?: boolean) => string | null;

const longestName = 40;
const mostWords = 5;
/** Words of a language that are never part of a name. */
const speaking = new Set<number>([role.code, role.weakCode, role.otherCode, role.warning, role.kind]);

/** `[Zcool]`, `【招商银行】`, `Chase: …` at the beginning, or a name in brackets at the very end. */
export function findHeading({ folded, hits }: Reading, accept: NameReader): string | null {
  const { text } = folded;
  const start = /^[\s*]*(?:<#>|\[#\]|\[web[^\]]{0,8}\]|\(?s\/n[^)]{0,12}\))?[\s*]*/.exec(text)?.[0].length ?? 0;
  const open = text.charCodeAt(start);
  const read = (from: number, end: number) => {
    const speaks = hits.some((hit) => speaking.has(hit.role) && hit.start >= from && hit.start < end);
    return speaks || end - from < 2 || end - from > longestName ? null : accept(from, end, true);
  };
  // In brackets a name may be written as one likes: `[zcool]`.
  const readBracketed = (from: number, end: number) => {
    const isWord = /^[a-z][a-z\d.]{2,}$/.test(text.slice(from, end));
    return (
      read(from, end) ?? (isWord && !vocabulary().notServices.has(text.slice(from, end)) ? text.slice(from, end) : null)
    );
  };
  if (open === 91 || open === 40 || open === 60 || open === 34) {
    const close = text.slice(start + 1, start + 2 + longestName).search(/[\])>"]/);
    if (close > 0) {
      const name = readBracketed(start + 1, start + 1 + close);
      if (name !== null) return name;
    }
  }
  const heading = /^[^\n:!?;、[\]()<>"]{2,40}?(?: ?:(?!\/\/)(?!\d)| [-|~] (?=\D))/.exec(
    text.slice(start, start + longestName + 4),
  )?.[0];
  if (heading !== undefined) {
    const end = start + heading.replace(/ ?[:|~-] ?$/, '').length;
    const name = read(start, end);
    if (name !== null) return name;
  }
  const closing = /\[([^\][\n]{2,24})\]\s*$/.exec(text.slice(-40));
  if (closing === null || closing[1] === undefined) return null;
  const from = text.length - 40 > 0 ? text.length - 40 + closing.index + 1 : closing.index + 1;
  return read(from, from + closing[1].length);
}

/** The last words, where they stand alone: `… 618240. Sparkasse`, `… -HDFC Bank`. */
export function findSignature({ folded, hits }: Reading, accept: NameReader): string | null {
  const { text } = folded;
  const tail = text.trimEnd();
  const from = Math.max(0, tail.length - longestName);
  const match = /(?:[.!?)。\n]\s*|\s?-\s?)(?:team )?([^.!?\n:;()\d"-]{3,30})\.?$/.exec(tail.slice(from));
  if (match === null || match[1] === undefined) return null;
  const start = from + match.index + match[0].lastIndexOf(match[1]);
  const end = start + match[1].length;
  if (hits.some((hit) => hit.start >= start && hit.end <= end && hit.role !== role.service && hit.end - hit.start > 2))
    return null;
  return match[1].trim().split(' ').length <= 3 ? accept(start, end) : null;
}

/**
 * Without the words at both ends that only describe the code: `Contoso authentication` → `Contoso`. A heading is a name
 * as a whole, unless all its words describe.
 */
export function bareName(written: string, isHeading = false): string {
  const trimmed = written
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/^[\s"'“”‘’*<([{【「_@#-]+|[\s"'“”‘’*>)\]}】」_.,:;!-]+$/g, '');
  const ignored = vocabulary().notServices;
  const whole = trimmed.toLowerCase();
  if (ignored.has(whole)) return '';
  const words = trimmed.split(/\s+/);
  const describes = (word: string) =>
    ignored.has(word.replace(/['’]s$/, '').toLowerCase()) || /^[\p{N}.-]+$/u.test(word);
  const start = words.findIndex((word) => !describes(word));
  const end = words.findLastIndex((word) => !describes(word));
  if (start < 0) return '';
  if (isHeading) return trimmed;
  return words
    .slice(start, end + 1)
    .join(' ')
    .replace(/['’]s?$|[.,-]+$/, '');
}

/** Two letters and more, a few words, the first with a capital, a digit or in a script without capitals. */
export function isName(name: string): boolean {
  if (name.length < 2 || name.length > longestName || !/\p{L}/u.test(name)) return false;
  if (name.split(' ').length > mostWords || /[\n{}<>=%$]/.test(name)) return false;
  return !/^\p{Ll}/u.test(name) || /^\p{Ll}+\p{Lu}/u.test(name);
}
