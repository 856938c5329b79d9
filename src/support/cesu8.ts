/**
 * CESU-8 (Unicode Technical Report 26): each half of a surrogate pair as its own three bytes. Some devices write
 * emoji so; it is not valid UTF-8, and a decoder turns each pair into six U+FFFD.
 */

/** UTF-8 bytes of `text`, with characters beyond U+FFFF as CESU-8 pairs. Lone surrogates become U+FFFD. */
export function encodeCesu8(text: string): Uint8Array {
  const wellFormed = text.toWellFormed();
  if (!/[\ud800-\udfff]/.test(wellFormed)) return Buffer.from(wellFormed, 'utf8');
  const parts: Uint8Array[] = [];
  for (const character of wellFormed) {
    if (character.length === 1) parts.push(Buffer.from(character, 'utf8'));
    else parts.push(encodeUnit(character.charCodeAt(0)), encodeUnit(character.charCodeAt(1)));
  }
  return Buffer.concat(parts);
}

/** Bytes with CESU-8 pairs turned into four-byte UTF-8, and a half that stands alone into U+FFFD. Other bytes stay. */
export function repairCesu8(bytes: Uint8Array): Uint8Array {
  if (bytes.indexOf(0xed) === -1) return bytes;
  const repaired = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; ) {
    const unit = surrogateAt(bytes, at);
    if (unit === null) {
      repaired[length++] = bytes[at++] ?? 0;
      continue;
    }
    const low = unit < 0xdc00 ? surrogateAt(bytes, at + 3) : null;
    const isPair = low !== null && low >= 0xdc00;
    const encoded = Buffer.from(isPair ? String.fromCharCode(unit, low) : '\ufffd', 'utf8');
    repaired.set(encoded, length);
    length += encoded.length;
    at += isPair ? 6 : 3;
  }
  return repaired.subarray(0, length);
}

/** The surrogate whose three bytes (ED A0…BF 80…BF) start at `at`, else null. */
function surrogateAt(bytes: Uint8Array, at: number): number | null {
  const second = bytes[at + 1] ?? 0;
  const third = bytes[at + 2] ?? 0;
  if (bytes[at] !== 0xed || (second & 0xe0) !== 0xa0 || (third & 0xc0) !== 0x80) return null;
  return 0xd000 | ((second & 0x3f) << 6) | (third & 0x3f);
}

function encodeUnit(unit: number): Uint8Array {
  return Uint8Array.of(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
}
