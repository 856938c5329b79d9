import { keyWords } from './key-words.ts';
import { numberWords } from './number-words.ts';

/** A key that a call asks for. */
export interface AskedKey {
  /** `0` to `9`, `#` or `*`. */
  key: string;
  /** `hear`: only to hear a code. `approve`: it lets somebody in, or nobody knows what it does. */
  for: 'hear' | 'approve';
}

/** So far behind or before the word for pressing does its key stand. */
const reach = 32;

/**
 * The keys that a text which was heard asks for (`press pound to approve`), in its order, each once; not those by which
 * one only hears it again.
 *
 * @param language BCP 47
 */
export function askedKeys(text: string, language: string): AskedKey[] {
  const base = language.split('-')[0]?.toLowerCase() ?? '';
  const words = keyWords[base];
  if (words === undefined) return [];
  const found = new Map<string, AskedKey>();
  for (const sentence of sentencesOf(text.normalize('NFC').toLowerCase(), words.press)) {
    if (has(sentence, words.again)) continue;
    const key = keyIn(sentence, base);
    const asked = key === undefined ? [] : [{ key, for: purposeOf(sentence, words) }];
    for (const one of asked) if (!found.has(one.key) || one.for === 'approve') found.set(one.key, one);
  }
  return [...found.values()];
}

function purposeOf(
  sentence: string,
  { hear, approve }: { hear: readonly string[]; approve: readonly string[] },
): AskedKey['for'] {
  return has(sentence, hear) && !has(sentence, approve) ? 'hear' : 'approve';
}

/** Each with one word for pressing. What stands before the first belongs to it: some languages name the key first. */
function sentencesOf(text: string, press: readonly string[]): string[] {
  return text.split(/(?<=[.!?。！？])\s*/u).flatMap((sentence) => {
    const places = [...new Set(placesOf(sentence, press).map(({ start }) => start))];
    return places.map((start, at) => sentence.slice(at === 0 ? 0 : start, places[at + 1] ?? sentence.length));
  });
}

/** The key nearest to the word for pressing. */
function keyIn(sentence: string, base: string): string | undefined {
  const words = keyWords[base];
  const [verb] = placesOf(sentence, words?.press ?? []);
  if (words === undefined || verb === undefined) return undefined;
  const names: [key: string, forms: readonly string[]][] = [
    ...Object.entries(words.keys),
    ['1', words.any],
    ...(numberWords[base]?.digits ?? []).map((forms, digit): [string, string[]] => [
      String(digit),
      [...forms, String(digit)],
    ]),
  ];
  const near = names.flatMap(([key, forms]) =>
    placesOf(sentence, forms).map(({ start, end }) => ({
      key,
      distance: start >= verb.end ? start - verb.end : verb.start - end + reach / 2,
    })),
  );
  return near
    .filter(({ distance }) => distance >= 0 && distance <= reach)
    .sort((one, other) => one.distance - other.distance)[0]?.key;
}

function has(text: string, phrases: readonly string[]): boolean {
  return placesOf(text, phrases).length > 0;
}

/** Where phrases stand as whole words; scripts without spaces have no such borders. */
function placesOf(text: string, phrases: readonly string[]): { start: number; end: number }[] {
  const places = phrases.flatMap((phrase) => {
    const found: { start: number; end: number }[] = [];
    for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + 1))
      if (isWhole(text, at, phrase)) found.push({ start: at, end: at + phrase.length });
    return found;
  });
  return places.sort((one, other) => one.start - other.start || other.end - one.end);
}

const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function isWhole(text: string, start: number, phrase: string): boolean {
  if (withoutSpaces.test(phrase) || /^[^\p{L}\p{N}]/u.test(phrase)) return true;
  const [before = '', behind = ''] = [text[start - 1], text[start + phrase.length]];
  return !/[\p{L}\p{M}\p{N}]/u.test(before) && !/[\p{L}\p{M}\p{N}]/u.test(behind);
}
