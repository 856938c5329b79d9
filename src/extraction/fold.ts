/** No text of a phone network is longer (255 parts of 153 characters would be 39,015); codes stand near the start. */
const longestRead = 4000;
const invisible = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * A text in the form that the rest reads: digits of every script as ASCII (`٤`, `४`, `４` → `4`), marks of writing
 * direction and zero-width characters gone, every kind of space a plain one, full-width signs narrow, at most 4,000 units.
 */
export function fold(text: string): string {
  return text
    .slice(0, longestRead)
    .replace(invisible, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\p{Nd}/gu, foldDigit);
}

function foldDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  if (point < 0x80) return digit;
  // Decimal digits stand in runs of ten from zero (Unicode Standard §4.6): count back to the start of the run.
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value += 1;
  return mathematicalRun(point) ?? String(value);
}

/** The mathematical digits are five runs of ten without a gap between them. */
function mathematicalRun(point: number): string | null {
  return point >= 0x1d7ce && point <= 0x1d7ff ? String((point - 0x1d7ce) % 10) : null;
}
