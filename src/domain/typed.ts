/** What a keyboard of any script, or the clipboard of a phone, puts into a number or code. */
const ascii = /^[\x20-\x7e]*$/;

/**
 * Digits of every script as 0 to 9, full-width signs as the usual ones, and without marks of the direction, which phones
 * put around the numbers that are copied from their contacts.
 */
export function plainDigits(typed: string): string {
  if (ascii.test(typed)) return typed;
  return typed
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, digitOf);
}

/** A code as it was typed in: blanks and dashes do not count. */
export function typedCode(typed: string): string {
  return plainDigits(typed).replace(/[\s\p{Pd}]/gu, '');
}

/** Digits of a script stand in a row from zero to nine, with nothing of their kind before them (Unicode, section 4.6). */
function digitOf(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value += 1;
  return String(value % 10);
}
