import { readDataCoding } from './data-coding.ts';
import { textOfSeptets } from './gsm7-text.ts';
import { type Header, readHeader } from './header.ts';
import { toHex } from './hexadecimal.ts';
import type { OctetReader } from './octet-reader.ts';
import type { Alphabet, Shift, UserData } from './pdu.ts';
import { PduError } from './pdu-error.ts';
import { unpackSeptets } from './septets.ts';

/** What a text message takes, header included (3GPP TS 23.040 §9.2.3.24). */
export const capacity = { octets: 140, septets: 160 } as const;

/**
 * TP-UDL and TP-UD. A length that is more than what came gives what there is, marked as `truncated`: better the
 * beginning of a text than none. Throws a PduError when not even the header is whole.
 */
export function readUserData(
  reader: OctetReader,
  { protocolId, dataCoding, hasHeader }: { protocolId: number; dataCoding: number; hasHeader: boolean },
): UserData {
  const coding = readDataCoding(dataCoding);
  const length = reader.octet('the length of the text');
  const packed = coding.alphabet === 'gsm7';
  const wanted = packed ? Math.ceil((length * 7) / 8) : length;
  const octets = reader.takeAtMost(wanted);
  const { header, size } = splitHeader(octets, hasHeader);
  const body = packed ? septetsAfter(octets, size, length) : octets.slice(size);
  return {
    protocolId,
    coding: { ...coding, waiting: header.waiting ?? coding.waiting },
    concat: header.concat,
    ports: header.ports,
    shift: header.shift,
    body,
    text: decodeBody(coding.alphabet, body, header.shift),
    truncated: octets.length < wanted,
  };
}

/** Octets of UCS-2 are read as UTF-16: networks do send emoji; half of a pair is U+FFFD. */
export function decodeBody(alphabet: Alphabet, body: Uint8Array, shift: Shift): string {
  if (alphabet === 'gsm7') return textOfSeptets(body, shift);
  if (alphabet === '8bit') return toHex(body).toLowerCase();
  let text = '';
  for (let at = 0; at + 1 < body.length; at += 2)
    text += String.fromCharCode(((body[at] ?? 0) << 8) | (body[at + 1] ?? 0));
  return text.toWellFormed();
}

/** Septets that a header takes: it is filled up to the border of one. */
export function headerSeptets(size: number): number {
  return Math.ceil((size * 8) / 7);
}

function splitHeader(octets: Uint8Array, hasHeader: boolean): { header: Header; size: number } {
  if (!hasHeader) return { header: readHeader(octets.subarray(0, 0)), size: 0 };
  const [length] = octets;
  if (length === undefined || length >= octets.length) {
    throw new PduError(`The header of the text is longer than the text: ${octets.length} octets came`);
  }
  return { header: readHeader(octets.subarray(1, 1 + length)), size: 1 + length };
}

function septetsAfter(octets: Uint8Array, size: number, length: number): Uint8Array {
  const before = headerSeptets(size);
  return unpackSeptets(octets, Math.max(0, length - before), before * 7);
}
