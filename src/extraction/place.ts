/** What stands at a place of a folded text. From `latin` on it is a letter. */
export const place = { sign: 0, space: 1, newline: 2, digit: 3, latin: 4, spaced: 5, spaceless: 6 } as const;

/** Ranges of units, as `[from, to]`. */
export type Ranges = readonly (readonly [number, number])[];

export function isWithin(unit: number, ranges: Ranges): boolean {
  return ranges.some(([from, to]) => unit >= from && unit <= to);
}

/** Scripts that are written without spaces, or (Hangul) with particles behind a word, as `[from, to]`. */
const spaceless: Ranges = [
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

/** Where a folded unit belongs. */
export function placeOf(unit: number): number {
  if (unit === 10) return place.newline;
  if (unit === 32) return place.space;
  if (unit >= 48 && unit <= 57) return place.digit;
  if (unit >= 97 && unit <= 122) return place.latin;
  if (isWithin(unit, spaceless)) return place.spaceless;
  const sign = String.fromCharCode(unit);
  if (/\p{Script=Latin}/u.test(sign)) return place.latin;
  return /[\p{L}\p{M}]/u.test(sign) ? place.spaced : place.sign;
}
