import { isWithin, type Ranges } from './place.ts';

/** One sign for many, as `sign: others`. */
const alike: Record<string, string> = {
  ' ': '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\u1361',
  '\n': '\r\u2028\u2029\u0085\u000b\u000c',
  "'": '’‘ʼʻ´`′ʹ',
  '"': '“”„‟«»‹›″〝〞《》〈〉❝❞❮❯❰❱',
  '-': '‐‑‒–—―−﹣ー־⁃',
  ':': '៖꞉︰﹕：፦፥',
  '.': '。٫．։۔।॥။።៕｡',
  '?': '؟？',
  ';': '؛；',
  '、': '，،၊﹐､፣',
  ',': '٬',
  '[': '【「『〔［〖﹝｢',
  ']': '】」』〕］〗﹞｣',
  '(': '（',
  ')': '）',
  '%': '٪％﹪',
  '*': '•●∗＊',
  d: 'đð',
  o: 'ø',
  l: 'ł',
  i: 'ıİ',
  ا: 'آأإٱ',
  ي: 'یىېئۍے',
  ك: 'کڪ',
  ه: 'ةہھەۀۃ',
  و: 'ؤ',
  σ: 'ς',
};
const same = new Map(
  Object.entries(alike).flatMap(([sign, others]) => [...others].map((other) => [other, sign] as const)),
);
/** Ideographs, kana and Hangul have no case and no accents. */
const unchanged: Ranges = [
  [0x3041, 0x30fa],
  [0x3400, 0x9fff],
  [0xac00, 0xd7af],
];

/** Soft hyphens, marks of writing direction, what has no width, accents, vowel points, nuktas, keycaps and selectors, as `[from, to]`. */
const dropped: Ranges = [
  [0xad, 0xad],
  [0x300, 0x36f],
  [0x591, 0x5bd],
  [0x5bf, 0x5c7],
  [0x61c, 0x61c],
  [0x640, 0x640],
  [0x64b, 0x65f],
  [0x670, 0x670],
  [0x93c, 0x93c],
  [0x9bc, 0x9bc],
  [0xa3c, 0xa3c],
  [0xabc, 0xabc],
  [0xb3c, 0xb3c],
  [0xcbc, 0xcbc],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x20d0, 0x20f0],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

/** What a unit becomes; 0: nothing. */
export function foldUnit(unit: number): number {
  if (isWithin(unit, unchanged)) return unit;
  const sign = String.fromCharCode(unit);
  if (isWithin(unit, dropped) || (unit < 32 && !/[\t\n\r\v\f]/.test(sign))) return 0;
  const one = same.get(sign);
  if (one !== undefined) return one.charCodeAt(0);
  const digit = digitOf(unit);
  if (digit !== null) return 48 + digit;
  if (isWithin(unit, pictures)) return 0x2022;
  const compatible = isCompatibilityForm(unit) ? sign.normalize('NFKC') : sign;
  const lower = (compatible.length === 1 ? compatible : sign).toLowerCase();
  const [base = '', ...marks] = lower.normalize('NFD');
  const isAccented = marks.length > 0 && marks.every((mark) => isWithin(mark.charCodeAt(0), dropped));
  const plain = isAccented ? base : lower.length === 1 ? lower : sign;
  return (same.get(plain) ?? plain).charCodeAt(0);
}

/** Pictures that are no astral ones, without the arrows and triangles that point to a value. */
const pictures: Ranges = [
  [0x231a, 0x231b],
  [0x23e9, 0x23fa],
  [0x2600, 0x260d],
  [0x260f, 0x2705],
  [0x2707, 0x2775],
  [0x27a2, 0x27a2],
  [0x2b05, 0x2b07],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b55],
];

/** Full-width and half-width forms, and the shapes of Arabic letters. */
function isCompatibilityForm(unit: number): boolean {
  return (unit >= 0xff01 && unit <= 0xffdc) || (unit >= 0xfb50 && unit <= 0xfefc);
}

/** What a code point beyond the first 65,536 becomes. */
export function foldAstral(point: number): number {
  const digit = digitOf(point);
  if (digit !== null) return 48 + digit;
  // Mathematical letters stand for plain ones in adorned texts.
  if (point >= 0x1d400 && point <= 0x1d7ff) {
    return String.fromCodePoint(point).normalize('NFKD').toLowerCase().charCodeAt(0);
  }
  return /\p{L}/u.test(String.fromCodePoint(point)) ? 0x4e00 : 0x2022;
}

/** Decimal digits stand in runs of ten from zero (Unicode Standard §4.6): count back to the start of the run. */
function digitOf(point: number): number | null {
  if (point >= 48 && point <= 57) return point - 48;
  // The mathematical digits are five runs without a gap between them.
  if (point >= 0x1d7ce && point <= 0x1d7ff) return (point - 0x1d7ce) % 10;
  if (point < 0x660 || !/\p{Nd}/u.test(String.fromCodePoint(point))) return null;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value += 1;
  return value;
}
