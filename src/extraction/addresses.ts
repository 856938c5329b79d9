import type { Folded } from './fold.ts';

/** `[start, end)`. */
export interface Span {
  start: number;
  end: number;
}

const topLevel = new Set(
  (
    'com net org io co uk de fr es nl us eu app dev ly gl gd ai info link biz gov edu mil int tv cc xyz top site online ' +
    'shop store club live pro mobi name ru ua by kz pl cz sk hu ro bg hr rs si gr tr il ir sa ae eg ma in pk bd lk np ' +
    'cn tw hk jp kr th vn id ph sg au nz za ng ke gh br mx ar cl pe ve ca pt se dk fi ee lv lt ie ch li lu mt cy ge az uz kg'
  ).split(' '),
);
/** Top-level names that are words, too: only an address with a path. */
const words = new Set('in it is me to us no so my be at am as de es id la do se ma ca co pe ke ee si'.split(' '));
const longestLabel = 64;

/** Finds addresses of the web and of mail: numbers in them are no codes. */
export function findAddresses({ text, original, origins }: Folded): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', Math.max(dot + 1, end))) {
    const top = endOfLetters(text, dot + 1);
    if (top - dot < 3 || !isHostUnit(text.charCodeAt(dot - 1))) continue;
    const name = text.slice(dot + 1, top);
    const next = text.charCodeAt(top);
    const isPath = next === 47 || next === 63 || (next === 58 && isDigit(text.charCodeAt(top + 1)));
    const start = startOfHost(text, dot, end);
    const isDotted = next === 46 && isLetter(text.charCodeAt(top + 1));
    const first = original.charCodeAt(origins[dot + 1] ?? 0);
    const isSentence = first >= 65 && first <= 90 && /[a-z]/.test(original.charAt((origins[dot + 1] ?? 0) + 1));
    const isNamed = topLevel.has(name) && !(words.has(name) && /^\d+$/.test(text.slice(start, dot))) && !isSentence;
    const isWeb = text.startsWith('www.', start);
    if (!isPath && !isWeb && !isNamed && !isDotted) continue;
    if (!isPath && !isWeb && isDotted && !isNamed) continue;
    if (!isPath && !isWeb && words.has(name) && next === 32 && !text.slice(start, dot).includes('.')) {
      if (isLetter(text.charCodeAt(top + 1))) continue;
    }
    end = isPath ? endOfAddress(text, top) : top;
    spans.push({ start, end });
  }
  return withSchemes(text, spans);
}

function withSchemes(text: string, spans: Span[]): Span[] {
  let at = text.indexOf('://');
  if (at < 0) return spans;
  const found: Span[] = [];
  let end = 0;
  for (; at >= 0; at = text.indexOf('://', Math.max(at + 3, end))) {
    let start = at;
    while (start > 0 && at - start < 16 && isLetter(text.charCodeAt(start - 1))) start -= 1;
    end = endOfAddress(text, at + 3);
    found.push({ start, end });
  }
  return [...spans, ...found].sort((a, b) => a.start - b.start);
}

function startOfHost(text: string, dot: number, least: number): number {
  let start = dot;
  while (start > least && dot - start < longestLabel && isHostUnit(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

/** An address goes on to the next space, quote, bracket or letter that is not ASCII. */
function endOfAddress(text: string, from: number): number {
  let end = from;
  while (end < text.length) {
    const unit = text.charCodeAt(end);
    if (unit <= 32 || unit > 126 || unit === 34 || unit === 60 || unit === 62 || unit === 93 || unit === 91) break;
    end += 1;
  }
  return end;
}

function endOfLetters(text: string, from: number): number {
  let end = from;
  while (end - from < longestLabel && isLetter(text.charCodeAt(end))) end += 1;
  return end;
}

function isLetter(unit: number): boolean {
  return unit >= 97 && unit <= 122;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** Letters, digits and `-`, `_`, `.`, `+`, `@`. */
function isHostUnit(unit: number): boolean {
  return isLetter(unit) || isDigit(unit) || unit === 45 || unit === 95 || unit === 46 || unit === 43 || unit === 64;
}
