/** The default alphabet of texts and its extension (3GPP TS 23.038 §6.2.1), without the page break. */
const basic = /^[\n\r !-Z_a-z@£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€^{}[\]~|\\]*$/u;
const twice = /[€^{}[\]~|\\]/gu;
/** Septets, or UTF-16 units, of one text in one part (3GPP TS 23.040 §9.2.3.24.1). */
const room = { gsm: 160, other: 70 } as const;
/** Letters that do not come apart into a plain one and a mark. */
const plain: Readonly<Record<string, string>> = {
  ...{ ı: 'i', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', œ: 'oe', Œ: 'OE' },
  ...{ '‘': "'", '’': "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '–': '-', '—': '-', '…': '...' },
};

export function isGsm(text: string): boolean {
  return basic.test(text);
}

/** Does it go as one part, and not as several that are paid one by one? */
export function fitsOnePart(text: string): boolean {
  if (!isGsm(text)) return text.length <= room.other;
  return text.length <= room.gsm && text.length + (text.match(twice)?.length ?? 0) <= room.gsm;
}

/** The same in letters of GSM-7, as far as they have plain ones: `São` becomes `Sao`. */
export function toGsm(text: string): string {
  if (isGsm(text)) return text;
  return [...text].map((letter) => (isGsm(letter) ? letter : (plain[letter] ?? unmarked(letter)))).join('');
}

function unmarked(letter: string): string {
  const base = letter.normalize('NFD').replace(/\p{M}/gu, '');
  return isGsm(base) ? base : letter;
}
