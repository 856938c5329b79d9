import type { Candidate } from './candidates.ts';
import { endingAt, firstFrom, type Hit, startingAt } from './hits.ts';
import { place } from './place.ts';
import { isWrapping, type Reading } from './reading.ts';
import { kindOrder, role } from './roles.ts';

/** More of them than any text has are not looked behind. */
const mostWords = 32;
/** `KXMPQR is your Acme verification code`: so far the word stands behind the letters. */
const longestClause = 40;

/** Values that only the words beside them make codes: `PASSCODE: mifsuc`, `temporary password is Wq83!fRz`. */
export function findLetters(reading: Reading): Candidate[] {
  const found: Candidate[] = [];
  let looked = 0;
  for (const hit of reading.hits) {
    if (hit.role !== role.code && hit.role !== role.weakCode) continue;
    looked += 1;
    if (looked > mostWords) break;
    const candidate = readBehind(reading, hit);
    if (candidate !== null) found.push(candidate);
    const before = hit.role === role.code && looked === 1 ? readBefore(reading, hit) : null;
    if (before !== null) found.push(before);
  }
  return found;
}

function readBehind(reading: Reading, word: Hit): Candidate | null {
  const isStrong = word.role === role.code;
  const { start, isNamed, isLinked } = skipLink(reading, word.end);
  const isTold = !isNamed && !isLinked && isInstructed(reading, word);
  if (!isNamed && !isLinked && !isTold) return null;
  const { text, original, origins } = reading.folded;
  const token = /^[^\s"'<>()[\]、]{4,21}/.exec(text.slice(start, start + 24))?.[0] ?? '';
  const isTemporary = isTemporaryPassword(reading, word);
  const bare = withoutEnd(token, isTemporary);
  const end = start + bare.length;
  const written = original.slice(origins[start], origins[end]);
  if (isPassword(written, isTemporary)) return { start, end, value: written, form: 'password' };
  if (isWordOfText(reading, start, end)) return null;
  const rest = text.slice(end, end + 8);
  const isEnd = /^["'\].!]*\s*(?:\n|$)/.test(rest);
  const isClosed = /^["'\]]*(?:[.,;!)]|\s*(?:\(|- |\n|$))/.test(rest);
  const candidate: Candidate = { start, end, value: written, form: 'letters', isWeak: !isStrong };
  if (isTold) return isRandom(written) && isTypedSomewhere(reading) ? candidate : null;
  const isLong = written.length >= 5 || (isLinked && /[JQVWXZ]/.test(written));
  if (!isStrong) return isLinked && isClosed && isLong && isWithoutVowels(written) ? candidate : null;
  if (isNamed && isEnd && /^(?:[A-Z]{5,8}|[a-z]{5,8})$/.test(written)) return candidate;
  if (isClosed && (isRandom(written) || isWithoutVowels(written))) return candidate;
  // `Temporary password: qwErtyUi Please change it.`
  if (isNamed && isRandom(written) && !/^[A-Z]+$/.test(written) && isCapitalBehind(reading, end)) return candidate;
  if (!isLinked || !isEnd) return null;
  if (/^[a-z]{5,8}$/.test(written)) return endings.test(written) ? null : candidate;
  if (/^[A-Z]{3,4}-[A-Z]{3,4}$/.test(written)) return { ...candidate, value: written.replace('-', '') };
  // Among small letters, capitals are no word of the text.
  return /^[A-Z]{5,8}$/.test(written) && /[a-z]{3}/.test(original) ? candidate : null;
}

/** `KXMPQR is your Acme verification code.`: letters, a link, and a word that ends the clause. */
function readBefore(reading: Reading, word: Hit): Candidate | null {
  const { text, original, origins, places } = reading.folded;
  if (!/^["')]*(?:[.,;:!]|\s*(?:\n|$))/.test(text.slice(word.end, word.end + 4))) return null;
  for (let start = Math.max(0, word.start - longestClause - 8); start < word.start; start += 1) {
    if (!isClauseStart(text, start) || places[start] !== place.latin) continue;
    const token = /^[a-z]{5,8}(?= )/.exec(text.slice(start, start + 9))?.[0] ?? '';
    const end = start + token.length;
    const written = original.slice(origins[start], origins[end]);
    if (!/^[A-Z]{5,8}$/.test(written) || startingAt(reading.hits, end + 1, role.link) === null) continue;
    const between = text.slice(end, word.start);
    if (/[\d.:;!?,\n]/.test(between) || isWordOfText(reading, start, end)) continue;
    // A name may be in capitals, too.
    if (isRandom(written) || isWithoutVowels(written)) return { start, end, value: written, form: 'letters' };
  }
  return null;
}

function isClauseStart(text: string, index: number): boolean {
  return index === 0 || /(?:^|\n|[.:!\])>] )$/.test(text.slice(Math.max(0, index - 2), index));
}

/** `!` ends a sentence, but a password may end with it. */
function withoutEnd(token: string, isTemporary: boolean): string {
  const bare = token.replace(/[.,:;!?]+$/, '');
  const isKept = isTemporary && token.charAt(bare.length) === '!' && /\d/.test(bare) && /[a-z]/.test(bare);
  return isKept ? `${bare}!` : bare;
}

function isTemporaryPassword({ hits }: Reading, { start, end }: Hit): boolean {
  const kind = kindOrder.indexOf('temporary-password');
  for (let at = firstFrom(hits, start - 24); at < hits.length && (hits[at]?.start ?? 0) < end; at += 1) {
    const hit = hits[at];
    if (hit?.role === role.kind && hit.value === kind && hit.end > start) return true;
  }
  return false;
}

/** `Enter code KXMPQR` */
function isInstructed({ folded, hits }: Reading, { start }: Hit): boolean {
  const before = folded.places[start - 1] === place.space ? start - 1 : start;
  return endingAt(hits, before, role.instruction) !== null;
}

/** Where a promo code is entered, too. */
function isShop(typingPlace: string): boolean {
  return /app|sit|web|portal|aplik|прилож/.test(typingPlace);
}

function isTypedSomewhere({ hits, folded }: Reading): boolean {
  const hasPurpose = hits.some((hit) => hit.role === role.purpose);
  return hits.some(
    (hit) => hit.role === role.typingPlace && (hasPurpose || !isShop(folded.text.slice(hit.start, hit.end))),
  );
}

/** A word that the text's language knows: `pending`, `verified`, `your`. */
function isWordOfText({ hits }: Reading, start: number, end: number): boolean {
  for (let at = firstFrom(hits, start); at < hits.length && hits[at]?.start === start; at += 1) {
    if ((hits[at]?.end ?? 0) >= end) return true;
  }
  return false;
}

function isCapitalBehind({ folded }: Reading, end: number): boolean {
  return /^ \p{Lu}\p{Ll}/u.test(folded.original.slice(folded.origins[end], (folded.origins[end] ?? 0) + 3));
}

/** How words for a state end (`expired`, `gesperrt`, `invalide`): such a word says something of the code. */
const endings =
  /(?:ed|en|er|es|et|rt|ng|ly|le|al|nt|ve|us|ry|ty|nd|nt|st|ss|ot|it|id|io|do|da|to|ta|te|va|vo|so|sa|na|ne|ny|ni|no|ra|re|ri|um|ht|ig|ch|in|on|an|ad|ar|ir|or|ow|ay|oy|ee|ia|ie)$/;

function isWithoutVowels(written: string): boolean {
  return /^(?:[B-DF-HJ-NP-TV-XZ]{4,8}|[b-df-hj-np-tv-xz]{5,8})$/.test(written);
}

/** `BQKZRT`: capitals that make no word of any language, or capitals in the middle: `XkPqRt`. */
function isRandom(written: string): boolean {
  if (/^[A-Z]{5,8}$/.test(written)) return /[^AEIOUY]{4}/.test(written) && !/^[^AEIOUY]*[AEIOUY]{2}/.test(written);
  return /^[A-Za-z]{5,8}$/.test(written) && (written.match(/[a-z][A-Z]/g)?.length ?? 0) >= 2;
}

/** Letters, a digit and one of the signs that passwords have. */
function isPassword(written: string, isTemporary: boolean): boolean {
  return (
    written.length >= 6 &&
    written.length <= 20 &&
    /^[A-Za-z\d!#$%&*@?^+=_-]+$/.test(written) &&
    (isTemporary ? /[!#$%&*@?^+=_-]/ : /[!#$%&*@?^+=_]/).test(written) &&
    /\d/.test(written) &&
    (isTemporary ? /[A-Za-z]{4}|[!#$%&*@?^+=_]/ : /[A-Za-z]/).test(written) &&
    /[A-Za-z]/.test(written)
  );
}

/** Past the links, colons, quotes and spaces behind a code word. */
export function skipLink(
  { folded, hits }: Reading,
  from: number,
): { start: number; isNamed: boolean; isLinked: boolean } {
  const { places, units } = folded;
  let start = from;
  let isNamed = false;
  let isLinked = false;
  for (let turn = 0; turn < 8; turn += 1) {
    const unit = units[start] ?? 0;
    const link = startingAt(hits, start, role.link);
    if (link !== null && !isNamed) {
      start = link.end;
      isLinked = true;
    } else if (unit === 58 || unit === 61) {
      isNamed = true;
      start += 1;
    } else if (places[start] === place.space || places[start] === place.newline || isWrapping(unit)) start += 1;
    else break;
  }
  return { start, isNamed, isLinked };
}
