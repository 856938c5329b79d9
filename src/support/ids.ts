import type { Clock } from './clock.ts';
import type { RandomBytes } from './random.ts';

/** Makes an id at each call. */
export type IdMaker = () => string;

/**
 * UUIDv7 (RFC 9562 §5.7) as text, strictly increasing within the process: the 12 bits of `rand_a` count within one
 * millisecond (§6.2, method 1), so that rows of one burst keep their order and land side by side in an index.
 */
export function createIdMaker(clock: Clock, random: RandomBytes): IdMaker {
  let lastMs = 0;
  let counter = 0;
  let pool = new Uint8Array(0);
  let used = 0;
  return () => {
    if (used + 10 > pool.length) {
      pool = random(2560) as Uint8Array<ArrayBuffer>;
      used = 0;
    }
    const bytes = pool.subarray(used, used + 10);
    used += 10;
    const now = clock.now();
    if (now > lastMs) {
      lastMs = now;
      counter = (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) & 0x7ff;
    } else if (++counter > 0xfff) {
      lastMs += 1;
      counter = 0;
    }
    const time = lastMs.toString(16).padStart(12, '0');
    const variant = (((bytes[2] ?? 0) & 0x3f) | 0x80).toString(16);
    const rest = Buffer.from(bytes.buffer, bytes.byteOffset + 3, 7).toString('hex');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${rest.slice(0, 2)}-${rest.slice(2)}`;
  };
}
