import type { Span } from './addresses.ts';
import { place } from './place.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';

/** A code word that no longer phrase makes another kind of code. */
export interface CodeWord extends Span {
  strong: boolean;
}

/** The code words of a text: strong ones win over weak ones, and phrases like `promo code` over both. */
export function findCodeWords(reading: Reading): CodeWord[] {
  const words: CodeWord[] = [];
  let last: (Span & { role: number }) | null = null;
  for (const hit of reading.hits) {
    if (hit.role === role.successor && isSuccessor(hit, last, reading))
      words.push({ start: hit.start, end: hit.end, strong: true });
    if (hit.role !== role.code && hit.role !== role.weakCode && hit.role !== role.otherCode) continue;
    const isName = hit.role === role.otherCode && isPartOfName(hit, reading);
    const meant = isName ? { start: hit.start, end: hit.end, role: role.weakCode } : hit;
    if (last !== null && meant.start < last.end) {
      if (!wins(meant, last)) continue;
      if (last.role !== role.otherCode) words.pop();
    }
    last = meant;
    if (meant.role !== role.otherCode)
      words.push({ start: meant.start, end: meant.end, strong: meant.role === role.code });
  }
  return words;
}

/** `The code 481920 has expired. Your new one is …`: a code was named, and does not work any more. */
function isSuccessor({ start }: Span, last: (Span & { role: number }) | null, { hits }: Reading): boolean {
  if (last === null || last.role === role.otherCode || last.end > start) return false;
  return hits.some((hit) => hit.role === role.outdated && hit.start < start);
}

/** Of two that overlap, the longer; of equally long ones another code first, then the strong one. */
function wins(hit: Span & { role: number }, last: Span & { role: number }): boolean {
  const difference = hit.end - hit.start - (last.end - last.start);
  if (difference !== 0) return difference > 0;
  return hit.role === role.otherCode || (hit.role === role.code && last.role === role.weakCode);
}

/** What names of companies end with, or begin with in languages that name the kind first. */
const ofNames =
  /^(?:bank|store|shop|company|office|school|college|station|agency|project|stock|fund|plan|site|center|centre|gift)[ -]|[ -](?:bank|banca|banco|banque|banka|toko|magazin)$/;

/** `Acme Bank code`, `Kode Bank Acme`: the word belongs to a name, and a weak code word is left. */
export function isPartOfName({ start, end }: Span, { folded }: Reading): boolean {
  const phrase = folded.text.slice(start, end);
  if (!ofNames.test(phrase)) return false;
  const space = phrase.search(/[ -]/);
  const last = Math.max(phrase.lastIndexOf(' '), phrase.lastIndexOf('-'));
  const { places } = folded;
  if (/^(?:k|c)od/.test(phrase))
    return isCapital(folded, start + last + 1) && places[end] === place.space && isCapital(folded, end + 1);
  // Not at the beginning of a clause, where every word has a capital, and not in a heading in capitals.
  const follows = places[start - 1] === place.space && (places[start - 2] ?? 0) >= place.latin;
  if (!follows || !isCapital(folded, start)) return false;
  return !isCapital(folded, start + space + 1) || isNamed(folded, start);
}

/** `Ihr Acme Bank Code`: the word before has a capital, too, and begins no clause. */
function isNamed({ original, origins }: Reading['folded'], start: number): boolean {
  const before = original.slice(origins[Math.max(0, start - 32)], origins[start + 2]);
  return /\p{L} \p{Lu}\p{Ll}+ \p{Lu}\p{Ll}$/u.test(before);
}

function isCapital({ original, origins }: Reading['folded'], index: number): boolean {
  return /\p{Lu}/u.test(original.charAt(origins[index] ?? 0));
}
