import { createHmac, type KeyObject } from 'node:crypto';
import type { RandomBytes } from '../support/random.ts';

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

/** Keyed, since 50 bits could be tried out by who has the store but not the key. What people misread is set right. */
export function hashRecoveryCode(key: KeyObject, personId: string, code: string): string {
  const plain = code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return createHmac('sha256', key).update(`${personId}|${plain}`).digest('base64url');
}
