/** GSM 7 bit default alphabet (3GPP TS 23.038 §6.2.1) and its extension table, which costs two septets. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extended = '^{}\\[~]|€\f';

/** Replaces what the alphabet lacks by question marks, one per character. */
export function toGsmText(text: string): string {
  return Array.from(text, (character) => (septets(character) === 0 ? '?' : character)).join('');
}

/** Septets that the text takes; characters that the alphabet lacks count as one. */
export function countSeptets(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (septets(character) || 1), 0);
}

function septets(character: string): number {
  if (basic.includes(character)) return 1;
  return extended.includes(character) ? 2 : 0;
}
