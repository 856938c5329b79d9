import type { Candidate } from './candidates.ts';
import { place } from './fold.ts';
import { startingAt } from './hits.ts';
import { isWrapping, type Reading } from './reading.ts';
import { role } from './roles.ts';

/** More of them than any text has are not looked behind. */
const mostWords = 32;

/** Values that only the word before makes codes: `PASSCODE: mifsuc`, `temporary password is Wq83!fRz`. */
export function findLetters(reading: Reading): Candidate[] {
  const found: Candidate[] = [];
  let looked = 0;
  for (const hit of reading.hits) {
    if (hit.role !== role.code && hit.role !== role.weakCode) continue;
    looked += 1;
    if (looked > mostWords) break;
    const candidate = readBehind(reading, hit.end, hit.role === role.code);
    if (candidate !== null) found.push(candidate);
  }
  return found;
}

function readBehind(reading: Reading, from: number, isStrong: boolean): Candidate | null {
  const { start, isNamed, isLinked } = skipLink(reading, from);
  if (!isNamed && !isLinked) return null;
  const { text, original, origins } = reading.folded;
  const token = /^[^\s"'<>()[\]、]{5,21}/.exec(text.slice(start, start + 24))?.[0] ?? '';
  const bare = token.replace(/[.,:;!?]+$/, '');
  const end = start + bare.length;
  const written = original.slice(origins[start], origins[end]);
  if (isPassword(written)) return { start, end, value: written, form: 'password' };
  const rest = text.slice(end, end + 8);
  const isEnd = /^["'\].!]*\s*(?:\n|$)/.test(rest);
  const isWord = isStrong && isNamed && isEnd && /^(?:[A-Z]{5,8}|[a-z]{5,8})$/.test(written);
  const isCapitals = isStrong && /^["'\]]*(?:[.,;!)]|\s*(?:\(|- |\n|$))/.test(rest) && isRandom(written);
  return isWord || isCapitals ? { start, end, value: written, form: 'letters' } : null;
}

/** `BQKZRT`: capitals that make no word of any language, or capitals in the middle: `XkPqRt`. */
function isRandom(written: string): boolean {
  if (/^[A-Z]{5,8}$/.test(written)) return /[^AEIOUY]{4}/.test(written) && !/^[^AEIOUY]*[AEIOUY]{2}/.test(written);
  return /^[A-Za-z]{5,8}$/.test(written) && (written.match(/[a-z][A-Z]/g)?.length ?? 0) >= 2;
}

/** Letters, a digit and one of the signs that passwords have. */
function isPassword(written: string): boolean {
  return (
    written.length >= 6 &&
    written.length <= 20 &&
    /^[A-Za-z\d!#$%&*@?^+=_-]+$/.test(written) &&
    /[!#$%&*@?^+=_]/.test(written) &&
    /\d/.test(written) &&
    /[A-Za-z]/.test(written)
  );
}

function skipLink({ folded, hits }: Reading, from: number): { start: number; isNamed: boolean; isLinked: boolean } {
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
