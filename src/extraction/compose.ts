import { isWithin, type Ranges } from './place.ts';

/** Second parts of letters that no list of dropped marks takes in: vowel signs, Hangul's vowels and finals, kana's sound marks. */
export const joining: Ranges = [
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
const composed: Ranges = [
  [0x980, 0xdff],
  [0x1026, 0x1026],
  [0x3040, 0x30ff],
];
let wholes: Map<number, number> | undefined;

/** The letter that two units are together; 0 where they are none. */
export function compose(first: number, second: number): number {
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
