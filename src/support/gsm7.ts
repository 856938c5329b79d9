import { defaultAlphabet, defaultExtension, escapeCode } from './gsm7-alphabet.ts';

const septets = new Map([
  ...[...defaultAlphabet].filter((_, code) => code !== escapeCode).map((character) => [character, 1] as const),
  ...defaultExtension.map(([, character]) => [character, 2] as const),
]);

/** What one text message takes without being split (3GPP TS 23.040 §9.2.3.24: 140 octets). */
const segment = { gsm7: 160, ucs2: 70 } as const;

/** Septets that `text` takes in the GSM 7-bit default alphabet; null when a character is not in it. */
export function countSeptets(text: string): number | null {
  let count = 0;
  for (const character of text) {
    const size = septets.get(character);
    if (size === undefined) return null;
    count += size;
  }
  return count;
}

/** What one part of several takes: six octets number it (3GPP TS 23.040 §9.2.3.24.1). */
const part = { gsm7: 153, ucs2: 67 } as const;

/** How many messages `text` takes; providers and carriers charge for each. */
export function countSegments(text: string): number {
  const septets = countSeptets(text);
  const [length, alphabet] = septets === null ? [text.length, 'ucs2' as const] : [septets, 'gsm7' as const];
  return length <= segment[alphabet] ? 1 : Math.ceil(length / part[alphabet]);
}

/** Does `text` fit in a single text message: 160 septets, or 70 UTF-16 units where a character is outside GSM 7-bit? */
export function fitsOneSegment(text: string): boolean {
  const count = countSeptets(text);
  return count === null ? text.length <= segment.ucs2 : count <= segment.gsm7;
}

/**
 * The longest beginning of `words` that with `ending` fits in a single text message; a cut shows as an ellipsis.
 * Never splits a character in two.
 */
export function cutToOneSegment(words: string, ending = ''): string {
  if (fitsOneSegment(words + ending)) return words + ending;
  // A character beyond GSM 7-bit that the cut removes leaves 160 septets: the longer of both ways wins.
  const narrow = longestFit([...words], `...${ending}`, (text) => (countSeptets(text) ?? Infinity) <= segment.gsm7);
  const wide = longestFit([...words], `…${ending}`, (text) => text.length <= segment.ucs2);
  return narrow.length >= wide.length ? narrow : wide;
}

function longestFit(characters: string[], ending: string, fits: (text: string) => boolean): string {
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(characters.slice(0, middle).join('').trimEnd() + ending)) low = middle;
    else high = middle - 1;
  }
  const cut = characters.slice(0, low).join('').trimEnd() + ending;
  return fits(cut) ? cut : '';
}
