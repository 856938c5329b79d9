import { randomFillSync } from 'node:crypto';

/** Randomness, handed in so that tests can repeat it. */
export type RandomBytes = (length: number) => Uint8Array;

/** One call of the system fills this many bytes: a call for each nonce costs more than the cipher. */
const pool = new Uint8Array(8192);
let used = pool.length;

/** Cryptographically secure; no byte is handed out twice. */
export const systemRandom: RandomBytes = (length) => {
  if (length > pool.length / 4) return randomFillSync(new Uint8Array(length));
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.slice(used, used + length);
  pool.fill(0, used, used + length);
  used += length;
  return bytes;
};

/** So many decimal digits, each number as likely as any other; at most 9. */
export function randomDigits(random: RandomBytes, digits: number): string {
  const count = 10 ** digits;
  const whole = 2 ** 32 - (2 ** 32 % count);
  for (;;) {
    const bytes = random(4);
    const value = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    if (value < whole) return String(value % count).padStart(digits, '0');
  }
}
