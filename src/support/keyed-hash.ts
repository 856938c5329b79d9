import { hash, type KeyObject } from 'node:crypto';

/** SHA-256 works on blocks of so many bytes (FIPS 180-4 §5.2.1), its result has so many. */
const blockBytes = 64;
const resultBytes = 32;
/** Most values are shorter, and need no memory of their own. */
const usualBytes = 2_048;

/**
 * HMAC-SHA-256 (RFC 2104) under one key, for what is hashed all the time: by two one-shot hashes, which cost half of an
 * `Hmac` object and leave nothing for the garbage collector.
 *
 * @param key of at most 64 bytes
 * @returns what hashes a value as UTF-8 to 32 bytes
 */
export function keyedHash(key: KeyObject): (value: string) => Buffer {
  const bytes = key.export();
  if (bytes.length > blockBytes) throw new RangeError(`a key has at most ${blockBytes} bytes, got ${bytes.length}`);
  const inner = Buffer.alloc(blockBytes + usualBytes, padded(bytes, 0x36));
  const outer = Buffer.alloc(blockBytes + resultBytes, padded(bytes, 0x5c));
  return (value) => {
    // UTF-8 has at most three bytes for each unit of UTF-16.
    const fits = value.length * 3 <= usualBytes;
    const whole = fits
      ? inner.subarray(0, blockBytes + inner.write(value, blockBytes, 'utf8'))
      : Buffer.concat([inner.subarray(0, blockBytes), Buffer.from(value, 'utf8')]);
    hash('sha256', whole, 'buffer').copy(outer, blockBytes);
    return hash('sha256', outer, 'buffer');
  };
}

function padded(key: Buffer, pad: number): Buffer {
  const block = Buffer.alloc(blockBytes, pad);
  for (const [index, byte] of key.entries()) block[index] = byte ^ pad;
  return block;
}
