/** No text of a phone network is longer: 255 parts of 153 characters (3GPP TS 23.040 §9.2.3.24.1). */
export const longestRead = 39_015;

/** What stands at a place of a folded text. From `latin` on it is a letter. */
export const place = { sign: 0, space: 1, newline: 2, digit: 3, latin: 4, spaced: 5, spaceless: 6 } as const;

/** A text in the form that the rest reads, unit by unit, with the way back. */
export interface Folded {
  /** As it came. */
  original: string;
  /** Lower case, without accents, with ASCII digits. */
  text: string;
  units: Uint16Array;
  /** One of `place` for each unit. */
  places: Uint8Array;
  /** Where each unit stands in `original`; one more for the end. */
  origins: Int32Array;
}

/** One text is read at a time, so that all share this room: making it anew would cost more than folding. */
const room = {
  units: new Uint16Array(longestRead),
  places: new Uint8Array(longestRead),
  origins: new Int32Array(longestRead + 1),
};
const roomAsBytes = Buffer.from(room.units.buffer);

/** By unit: what it becomes (0: nothing), and one of `place` with the bits below; filled in where one is met. */
const becomes = new Uint16Array(65_536);
const facts = new Uint8Array(65_536);
const placeBits = 7;
const isKnown = 8;
/** It becomes something else than the small letter that JavaScript makes of it. */
const isOdd = 16;

/**
 * Folds a text in one pass: lower case; digits of every script and full-width signs as ASCII (`٤`, `४`, `４` → `4`);
 * marks of writing direction, zero-width characters and accents gone; letters that Arabic and Persian write differently
 * made one; every kind of space, quote, dash and bracket a plain one. At most 39,015 units are read.
 * The result holds until the next call.
 */
export function fold(original: string): Folded {
  const length = Math.min(original.length, longestRead);
  const { units, places, origins } = room;
  let count = 0;
  let all = original.length === length ? 0 : isOdd;
  for (let index = 0; index < length; index += 1) {
    const unit = original.charCodeAt(index);
    origins[count] = index;
    let folded: number;
    let fact: number;
    if (unit >= 0xd800 && unit <= 0xdbff && index + 1 < length) {
      folded = foldAstral(original.codePointAt(index) ?? 0);
      fact = factsOf(folded) | isOdd;
      index += 1;
    } else {
      fact = factsOf(unit);
      folded = becomes[unit] ?? 0;
    }
    all |= fact;
    if (folded === 0) continue;
    units[count] = folded;
    places[count] = fact & placeBits;
    count += 1;
  }
  origins[count] = length;
  return {
    original,
    text: (all & isOdd) === 0 ? original.toLowerCase() : roomAsBytes.toString('utf16le', 0, count * 2),
    units: units.subarray(0, count),
    places: places.subarray(0, count),
    origins: origins.subarray(0, count + 1),
  };
}

/** One unit of a phrase in the same form; 0 for what is dropped. */
export function foldUnitAt(phrase: string, index: number): number {
  const unit = phrase.charCodeAt(index);
  factsOf(unit);
  return becomes[unit] ?? 0;
}

function factsOf(unit: number): number {
  return facts[unit] || learn(unit);
}

function learn(unit: number): number {
  const folded = foldUnit(unit);
  const where = folded === 0 ? 0 : placeOf(folded);
  const isPlain = unit < 128 && String.fromCharCode(unit).toLowerCase().charCodeAt(0) === folded;
  const fact = where | isKnown | (isPlain ? 0 : isOdd);
  becomes[unit] = folded;
  facts[unit] = fact;
  return fact;
}

/** A phrase in the same form as the texts; a text that is being read stays as it is. */
export function foldPhrase(phrase: string): string {
  let folded = '';
  for (const sign of phrase) {
    const unit = sign.length === 1 ? foldUnitAt(sign, 0) : foldAstral(sign.codePointAt(0) ?? 0);
    if (unit !== 0) folded += String.fromCharCode(unit);
  }
  return folded;
}

/** One sign for many, as `sign: others`. */
const alike: Record<string, string> = {
  ' ': '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\u1361',
  '\n': '\r\u2028\u2029\u0085\u000b\u000c',
  "'": '’‘ʼʻ´`′ʹ',
  '"': '“”„‟«»‹›″〝〞',
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
};
const same = new Map(
  Object.entries(alike).flatMap(([sign, others]) => [...others].map((other) => [other, sign] as const)),
);
/** Ideographs, kana and Hangul have no case and no accents. */
const unchanged: readonly (readonly [number, number])[] = [
  [0x3041, 0x30fa],
  [0x3400, 0x9fff],
  [0xac00, 0xd7af],
];

/** Soft hyphens, marks of writing direction, what has no width, accents, vowel points and selectors, as `[from, to]`. */
const dropped: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x300, 0x36f],
  [0x591, 0x5bd],
  [0x5bf, 0x5c7],
  [0x61c, 0x61c],
  [0x640, 0x640],
  [0x64b, 0x65f],
  [0x670, 0x670],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

function isWithin(unit: number, ranges: readonly (readonly [number, number])[]): boolean {
  return ranges.some(([from, to]) => unit >= from && unit <= to);
}

function foldUnit(unit: number): number {
  if (isWithin(unit, unchanged)) return unit;
  const sign = String.fromCharCode(unit);
  if (isWithin(unit, dropped) || (unit < 32 && !/[\t\n\r\v\f]/.test(sign))) return 0;
  const one = same.get(sign);
  if (one !== undefined) return one.charCodeAt(0);
  const digit = digitOf(unit);
  if (digit !== null) return 48 + digit;
  const compatible = isCompatibilityForm(unit) ? sign.normalize('NFKC') : sign;
  const lower = (compatible.length === 1 ? compatible : sign).toLowerCase();
  const [base = '', ...marks] = lower.normalize('NFD');
  const isAccented = marks.length > 0 && marks.every((mark) => isWithin(mark.charCodeAt(0), dropped));
  const plain = isAccented ? base : lower.length === 1 ? lower : sign;
  return (same.get(plain) ?? plain).charCodeAt(0);
}

/** Full-width and half-width forms, and the shapes of Arabic letters. */
function isCompatibilityForm(unit: number): boolean {
  return (unit >= 0xff01 && unit <= 0xffdc) || (unit >= 0xfb50 && unit <= 0xfefc);
}

function foldAstral(point: number): number {
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

/** Scripts that are written without spaces, or (Hangul) with particles behind a word, as `[from, to]`. */
const spaceless: readonly (readonly [number, number])[] = [
  [0x0e00, 0x0fff],
  [0x1000, 0x109f],
  [0x1100, 0x11ff],
  [0x1780, 0x17ff],
  [0x3005, 0x3007],
  [0x3040, 0x318f],
  [0x31f0, 0x31ff],
  [0x3400, 0x9fff],
  [0xa9e0, 0xa9ff],
  [0xaa60, 0xaa7f],
  [0xac00, 0xd7af],
  [0xf900, 0xfaff],
];

function placeOf(unit: number): number {
  if (unit === 10) return place.newline;
  if (unit === 32) return place.space;
  if (unit >= 48 && unit <= 57) return place.digit;
  if (unit >= 97 && unit <= 122) return place.latin;
  if (isWithin(unit, spaceless)) return place.spaceless;
  const sign = String.fromCharCode(unit);
  if (/\p{Script=Latin}/u.test(sign)) return place.latin;
  return /[\p{L}\p{M}]/u.test(sign) ? place.spaced : place.sign;
}
