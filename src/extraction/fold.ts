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
/** It may be one letter with the unit before it. */
const joins = 32;
const isCyrillic = 64;
const isPlainLatin = 128;

/**
 * Folds a text in one pass: lower case; digits of every script and full-width signs as ASCII (`٤`, `४`, `４` → `4`);
 * marks of writing direction, zero-width characters and accents gone; letters that Arabic and Persian write differently
 * made one; every kind of space, quote, dash and bracket a plain one; letters written in parts put together (Unicode
 * Standard §3.11), so that all normal forms fold alike; look-alikes of another script in a word made the word's own;
 * simple tags of HTML gone. At most 39,015 units are read.
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
      if ((fact & joins) !== 0 && count > 0) {
        const whole = compose(units[count - 1] ?? 0, unit);
        if (whole !== 0) {
          units[count - 1] = whole;
          all |= isOdd;
          continue;
        }
      }
      if (unit === 60 || unit === 38) {
        const markup = markupAt(original, index);
        if (markup !== null) {
          index += markup.length - 1;
          folded = markup.becomes;
          fact = factsOf(folded) | isOdd;
        }
      }
    }
    all |= fact;
    if (folded === 0) continue;
    units[count] = folded;
    places[count] = fact & placeBits;
    count += 1;
  }
  origins[count] = length;
  if ((all & isCyrillic) !== 0 && (all & isPlainLatin) !== 0) makeOneScript(units, places, count);
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
  const isLatin = folded >= 97 && folded <= 122;
  const script = folded >= 0x400 && folded <= 0x4ff ? isCyrillic : isLatin ? isPlainLatin : 0;
  const fact = where | isKnown | (isPlain ? 0 : isOdd) | (isWithin(unit, joining) ? joins : 0) | script;
  becomes[unit] = folded;
  facts[unit] = fact;
  return fact;
}

/** A phrase in the same form as the texts; a text that is being read stays as it is. */
export function foldPhrase(phrase: string): string {
  let folded = '';
  for (const sign of phrase.normalize('NFC')) {
    const unit = sign.length === 1 ? foldUnitAt(sign, 0) : foldAstral(sign.codePointAt(0) ?? 0);
    if (unit !== 0) folded += String.fromCharCode(unit);
  }
  return folded;
}

/** `<b>`, `</strong>`, `<br>`, `&nbsp;`: what a text for mail or the web leaves in one for a phone. */
function markupAt(original: string, index: number): { length: number; becomes: number } | null {
  const written = original.slice(index, index + 10).toLowerCase();
  const tag = /^<\/?(?:b|i|u|em|strong|span|font|code|br|p|div|h[1-6])(?: ?\/)?>|^&nbsp;/.exec(written)?.[0];
  if (tag === undefined) return null;
  const breaksLine = /^<\/?(?:br|p|div|h)/.test(tag);
  return { length: tag.length, becomes: breaksLine ? 10 : tag.startsWith('&') ? 32 : 0 };
}

/** Second parts of letters that no list of dropped marks takes in: vowel signs, Hangul's vowels and finals, kana's sound marks. */
const joining: readonly (readonly [number, number])[] = [
  [0x9be, 0x9be],
  [0x9d7, 0x9d7],
  [0xb3e, 0xb3e],
  [0xb56, 0xb57],
  [0xbbe, 0xbbe],
  [0xbd7, 0xbd7],
  [0xc56, 0xc56],
  [0xcc2, 0xcc2],
  [0xcd5, 0xcd6],
  [0xd3e, 0xd3e],
  [0xd57, 0xd57],
  [0xdca, 0xdca],
  [0xdcf, 0xdcf],
  [0xddf, 0xddf],
  [0x102e, 0x102e],
  [0x1161, 0x1175],
  [0x11a8, 0x11c2],
  [0x3099, 0x309a],
];
/** Where letters stand that have two parts, Hangul aside. */
const composed: readonly (readonly [number, number])[] = [
  [0x980, 0xdff],
  [0x1026, 0x1026],
  [0x3040, 0x30ff],
];
let wholes: Map<number, number> | undefined;

/** The letter that two units are together; 0 where they are none. */
function compose(first: number, second: number): number {
  // Hangul is put together by arithmetic (Unicode Standard §3.12).
  if (second >= 0x1161 && second <= 0x1175) {
    return first >= 0x1100 && first <= 0x1112 ? 0xac00 + ((first - 0x1100) * 21 + second - 0x1161) * 28 : 0;
  }
  if (second >= 0x11a8 && second <= 0x11c2) {
    const isOpen = first >= 0xac00 && first <= 0xd7a3 && (first - 0xac00) % 28 === 0;
    return isOpen ? first + second - 0x11a7 : 0;
  }
  wholes ??= new Map(composed.flatMap(([from, to]) => pairsWithin(from, to)));
  return wholes.get((first << 16) | second) ?? 0;
}

function pairsWithin(from: number, to: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let unit = from; unit <= to; unit += 1) {
    const sign = String.fromCharCode(unit);
    const parts = sign.normalize('NFD');
    if (parts === sign || parts.normalize('NFC') !== sign) continue;
    // Some have three parts: the first two are one letter already.
    const last = parts.length - 1;
    const first = parts.slice(0, last).normalize('NFC').charCodeAt(0);
    if (isWithin(parts.charCodeAt(last), joining)) pairs.push([(first << 16) | parts.charCodeAt(last), unit]);
  }
  return pairs;
}

/** Cyrillic letters, small or capital, that look like Latin ones, in the order of these. */
const lookAlikes = { latin: 'aeopcyxijsbhkmt', cyrillic: 'аеорсухіјѕвнкмт' };
const latinOf = new Map(
  [...lookAlikes.cyrillic].map((one, at) => [one.charCodeAt(0), lookAlikes.latin.charCodeAt(at)]),
);
const cyrillicOf = new Map([...latinOf].map(([cyrillic, latin]) => [latin, cyrillic]));
/** More of them in a row are a word of their own that is glued to another: `telegramда`. */
const mostLookAlikes = 2;

/** `vеrification` with a Cyrillic е: a word in two scripts becomes one in the script of its other letters. */
function makeOneScript(units: Uint16Array, places: Uint8Array, count: number): void {
  let start = 0;
  while (start < count) {
    if ((places[start] ?? 0) < place.latin) {
      start += 1;
      continue;
    }
    let end = start + 1;
    let switches = 0;
    for (; (places[end] ?? 0) >= place.latin && end < count; end += 1) {
      if (places[end] !== places[end - 1]) switches += 1;
    }
    if (switches > 0) replaceLookAlikes(units, places, start, end);
    start = end;
  }
}

function replaceLookAlikes(units: Uint16Array, places: Uint8Array, start: number, end: number): void {
  for (const [from, to, replacement] of [
    [place.spaced, place.latin, latinOf],
    [place.latin, place.spaced, cyrillicOf],
  ] as const) {
    // Only where all letters of that script in the word look like others, and not as an ending alone (`OTPу`).
    let row = 0;
    let isAll = true;
    let isInside = false;
    for (let index = start; index < end && isAll; index += 1) {
      if (places[index] !== from) {
        isInside ||= row > 0;
        row = 0;
        continue;
      }
      row += 1;
      isAll = row <= mostLookAlikes && replacement.has(units[index] ?? 0);
    }
    if (!isAll || !isInside) continue;
    for (let index = start; index < end; index += 1) {
      const other = places[index] === from ? replacement.get(units[index] ?? 0) : undefined;
      if (other === undefined) continue;
      units[index] = other;
      places[index] = to;
    }
    return;
  }
}

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
const unchanged: readonly (readonly [number, number])[] = [
  [0x3041, 0x30fa],
  [0x3400, 0x9fff],
  [0xac00, 0xd7af],
];

/** Soft hyphens, marks of writing direction, what has no width, accents, vowel points, nuktas, keycaps and selectors, as `[from, to]`. */
const dropped: readonly (readonly [number, number])[] = [
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
  if (isWithin(unit, pictures)) return 0x2022;
  const compatible = isCompatibilityForm(unit) ? sign.normalize('NFKC') : sign;
  const lower = (compatible.length === 1 ? compatible : sign).toLowerCase();
  const [base = '', ...marks] = lower.normalize('NFD');
  const isAccented = marks.length > 0 && marks.every((mark) => isWithin(mark.charCodeAt(0), dropped));
  const plain = isAccented ? base : lower.length === 1 ? lower : sign;
  return (same.get(plain) ?? plain).charCodeAt(0);
}

/** Pictures that are no astral ones, without the arrows and triangles that point to a value. */
const pictures: readonly (readonly [number, number])[] = [
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
