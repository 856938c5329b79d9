/**
 * CESU-8 (Unicode Technical Report 26): each UTF-16 surrogate in three bytes of its own, which no UTF-8 decoder takes.
 * A lone surrogate, left by an emoji cut between two parts, comes out the same way.
 */
export function encodeCesu8(text: string): Buffer {
  if (!/[\ud800-\udfff]/.test(text)) return Buffer.from(text, 'utf8');
  const pieces: Buffer[] = [];
  for (const piece of text.split(/([\ud800-\udfff])/)) {
    pieces.push(/^[\ud800-\udfff]$/.test(piece) ? encodeSurrogate(piece.charCodeAt(0)) : Buffer.from(piece, 'utf8'));
  }
  return Buffer.concat(pieces);
}

function encodeSurrogate(unit: number): Buffer {
  return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]);
}

/** Text of a body in UTF-8 or CESU-8, or in both mixed. */
export function decodeCesu8(bytes: Buffer): string {
  let text = '';
  let start = 0;
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    const second = bytes[at + 1] ?? 0;
    const third = bytes[at + 2] ?? 0;
    if (second < 0xa0 || second > 0xbf || (third & 0xc0) !== 0x80) continue;
    text += bytes.toString('utf8', start, at);
    text += String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f));
    start = at + 3;
  }
  return text + bytes.toString('utf8', start);
}
