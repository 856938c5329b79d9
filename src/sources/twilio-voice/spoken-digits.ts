import { numberWords } from './number-words.ts';

/** A piece of a text that is a number: its digits, and where it stands. */
interface NumberPiece {
  value: string;
  start: number;
  end: number;
}

/** A code has at least so many digits; fewer are left as they were spoken (`press one`, `five minutes`). */
const fewestDigits = 4;
/** Recognisers write `482 913`, `48 29 13` or `4 8 2 9 1 3`; a longer number stands by itself. */
const longestPiece = 3;
/** The longest number below 100 in words: `quatre vingt dix neuf`. */
const mostWords = 4;
/** Between two pieces of one number. */
const between = /^[\s,.;:…\-–—、，。・]{0,4}$/u;
const ideographs = /[〇零幺两一二三四五六七八九]/u;

/**
 * A text as a recogniser of speech heard it, with digits that were spoken one by one or in pairs written together: `your
 * code is four eight two, nine one three` → `your code is 482913`. What was spoken twice without a pause is written twice.
 *
 * @param language BCP 47: words of numbers are those of this language
 */
export function joinSpokenDigits(text: string, language: string): string {
  let joined = '';
  let at = 0;
  for (const run of runsOf(piecesOf(text, language), text)) {
    const kept = withoutSpan(run, text, language);
    const digits = kept.map(({ value }) => value).join('');
    const [start, end] = [kept[0]?.start, kept.at(-1)?.end];
    if (start === undefined || end === undefined || digits.length < fewestDigits) continue;
    if (kept.some(({ value }) => value.length > longestPiece)) continue;
    joined += text.slice(at, start) + onceEach(digits).join(', ');
    at = end;
  }
  return joined + text.slice(at);
}

/** What in a text with joined digits may be a code: 4 to 10 digits (the shortest and longest that are in use). */
export function digitGroups(joined: string): string[] {
  return [...joined.matchAll(/(?<![\d+])\d{4,10}(?!\d)/g)].map(([group]) => group);
}

function piecesOf(text: string, language: string): NumberPiece[] {
  const words = wordsOf(text);
  const spoken = spokenIn(language);
  const pieces: NumberPiece[] = [];
  for (let at = 0; at < words.length; ) {
    const found = readNumber(words, at, spoken);
    if (found === undefined) at += 1;
    else {
      pieces.push({ value: found.value, start: words[at]?.start ?? 0, end: words[at + found.words - 1]?.end ?? 0 });
      at += found.words;
    }
  }
  return pieces;
}

interface Word {
  text: string;
  start: number;
  end: number;
}

/** Ideographs are words by themselves: their languages write none between. */
function wordsOf(text: string): Word[] {
  const found = text.matchAll(
    /[〇零幺两一二三四五六七八九]|\p{Nd}+|(?:(?![〇零幺两一二三四五六七八九])[\p{L}\p{M}’'])+/gu,
  );
  return [...found].map(({ 0: word, index }) => ({
    text: word.normalize('NFC').toLowerCase(),
    start: index,
    end: index + word.length,
  }));
}

interface Spoken {
  numbers: ReadonlyMap<string, string>;
  times: ReadonlyMap<string, number>;
}

function readNumber(
  words: Word[],
  at: number,
  { numbers, times }: Spoken,
): { value: string; words: number } | undefined {
  const first = words[at]?.text ?? '';
  const written = asciiDigits(first);
  if (written !== undefined) return { value: written, words: 1 };
  const often = times.get(first);
  if (often !== undefined) {
    const next = words[at + 1]?.text ?? '';
    const digit = asciiDigits(next) ?? numbers.get(next);
    return digit?.length === 1 ? { value: digit.repeat(often), words: 2 } : undefined;
  }
  for (let count = mostWords; count > 0; count -= 1) {
    if (at + count > words.length) continue;
    const value = numbers.get(
      words
        .slice(at, at + count)
        .map((word) => word.text)
        .join(' '),
    );
    if (value !== undefined) return { value, words: count };
  }
  return undefined;
}

/** Digits of any script; undefined: this is none. */
function asciiDigits(word: string): string | undefined {
  if (!/^\p{Nd}+$/u.test(word)) return undefined;
  return [...word].map((sign) => String(digitOf(sign.codePointAt(0) ?? 48))).join('');
}

/** Every script has its ten digits in a row, and none begins right behind another. */
function digitOf(code: number): number {
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}

const known = new Map<string, Spoken>();

function spokenIn(language: string): Spoken {
  const base = language.split('-')[0]?.toLowerCase() ?? '';
  const before = known.get(base);
  if (before !== undefined) return before;
  const words = numberWords[base];
  const numbers = new Map<string, string>();
  for (const [word, value] of words?.pairs ?? []) numbers.set(word, String(value));
  for (const [digit, forms] of (words?.digits ?? []).entries())
    for (const form of forms) numbers.set(form, String(digit));
  const times = new Map([
    ...(words?.twice ?? []).map((word): [string, number] => [word, 2]),
    ...(words?.thrice ?? []).map((word): [string, number] => [word, 3]),
  ]);
  const spoken = { numbers, times };
  known.set(base, spoken);
  return spoken;
}

/** Pieces that follow each other with no word between. */
function runsOf(pieces: NumberPiece[], text: string): NumberPiece[][] {
  const runs: NumberPiece[][] = [];
  for (const piece of pieces) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && between.test(text.slice(last.end, piece.start))) run.push(piece);
    else runs.push([piece]);
  }
  return runs;
}

/** `4 8 2 9 1 3. 5 minutes`: the last number is no part of the code. */
function withoutSpan(run: NumberPiece[], text: string, language: string): NumberPiece[] {
  const rest = text
    .slice(run.at(-1)?.end ?? 0)
    .trimStart()
    .toLowerCase();
  const units = numberWords[language.split('-')[0]?.toLowerCase() ?? '']?.units ?? [];
  const isSpan = units.some(
    (unit) => rest.startsWith(unit) && (ideographs.test(text) || !/^\p{L}/u.test(rest.slice(unit.length))),
  );
  return isSpan ? run.slice(0, -1) : run;
}

/** `482913482913` was spoken twice, `482913482913482913` three times. */
function onceEach(digits: string): string[] {
  for (const times of [2, 3]) {
    const one = digits.slice(0, digits.length / times);
    if (one.length >= fewestDigits && one.repeat(times) === digits) return Array<string>(times).fill(one);
  }
  return [digits];
}
