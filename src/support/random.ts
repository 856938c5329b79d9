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
