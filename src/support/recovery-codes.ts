import type { RandomBytes } from './random.ts';

/** Crockford's base 32: no I, L, O, U, which are misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const count = 10;
/** 5 bits each: 50 bits. */
const characters = 10;

/** Ten codes of 50 bits, as `XXXXX-XXXXX`. */
export function makeRecoveryCodes(random: RandomBytes): string[] {
  return Array.from({ length: count }, () => {
    const code = [...random(characters)].map((byte) => alphabet[byte & 31]).join('');
    return `${code.slice(0, 5)}-${code.slice(5)}`;
  });
}

/** What a code is known by, however it was typed: capitals and digits, with what people misread set right. */
export function plainRecoveryCode(code: string): string {
  return code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}
