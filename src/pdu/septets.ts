/** Septets lie in octets from the lowest bit on (3GPP TS 23.038 §6.1.2.1). */

/** Reads up to `count` septets, of which the first begins at bit `offset`; fewer when the octets end. */
export function unpackSeptets(octets: Uint8Array, count: number, offset = 0): Uint8Array {
  const there = Math.floor((octets.length * 8 - offset) / 7);
  return Uint8Array.from({ length: Math.max(0, Math.min(count, there)) }, (_, index) => {
    const bit = offset + index * 7;
    const at = bit >> 3;
    const pair = (octets[at] ?? 0) | ((octets[at + 1] ?? 0) << 8);
    return (pair >> (bit & 7)) & 0x7f;
  });
}

/** The octets that hold `septets` when the first begins at bit `offset` (the bits before it are 0). */
export function packSeptets(septets: Uint8Array, offset = 0): Uint8Array {
  const octets = new Uint8Array(Math.ceil((offset + septets.length * 7) / 8));
  septets.forEach((septet, index) => {
    const bit = offset + index * 7;
    const at = bit >> 3;
    const shifted = (septet & 0x7f) << (bit & 7);
    octets[at] = (octets[at] ?? 0) | (shifted & 0xff);
    if (shifted > 0xff) octets[at + 1] = shifted >> 8;
  });
  return octets;
}
