import { PduError } from './pdu-error.ts';

/** Blanks around it do no harm; anything else that is no pair of digits is an error. */
export function fromHex(hex: string): Uint8Array {
  const digits = hex.trim();
  if (digits === '') throw new PduError('The PDU is empty: hexadecimal digits expected');
  const wrong = digits.search(/[^0-9A-Fa-f]/);
  if (wrong >= 0) throw new PduError(`The PDU has no hexadecimal digit at place ${wrong}: a cut or mixed line`);
  if (digits.length % 2 === 1) throw new PduError(`The PDU has ${digits.length} hexadecimal digits: pairs expected`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16),
  );
}

/** Capitals, as modems have them. */
export function toHex(octets: Iterable<number>): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}
