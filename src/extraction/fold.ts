import { compose, joining } from './compose.ts';
import { foldAstral, foldUnit } from './fold-sign.ts';
import { isWithin, place, placeOf } from './place.ts';

/** No text of a phone network is longer: 255 parts of 153 characters (3GPP TS 23.040 §9.2.3.24.1). */
export const longestRead = 39_015;

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
