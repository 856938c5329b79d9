import { septetsOf, textOfSeptets } from './gsm7-text.ts';
import type { OctetReader } from './octet-reader.ts';
import type { AddressType } from './pdu.ts';
import { PduError } from './pdu-error.ts';
import { packSeptets, unpackSeptets } from './septets.ts';

export interface Address {
  /** `+420…`, digits as they came, or a name. */
  value: string;
  type: AddressType;
}

/** By type of number, bits 6 to 4 of its octet (3GPP TS 23.040 §9.1.2.5). */
const types: readonly AddressType[] = [
  'unknown',
  'international',
  'national',
  'network',
  'subscriber',
  'alphanumeric',
  'abbreviated',
  'reserved',
];
/** By semi-octet (§9.1.2.3); the last one fills up. */
const digits = '0123456789*#abc';
/** Numbering plan ISDN and the bit that is always set. */
const typeOctet = { international: 0x91, unknown: 0x81, alphanumeric: 0xd0 };
/** 20 semi-octets are the most by §9.1.2.5; some centres count a filler, too. */
const longest = 24;
/** Length, type and 10 octets of digits (§9.1.2.5). */
const longestServiceCentre = 12;

/** The address of a party: its length counts semi-octets. */
export function readAddress(reader: OctetReader, what: string): Address {
  const length = reader.octet(`the length of ${what}`);
  if (length > longest) throw new PduError(`The PDU gives ${what} ${length} digits: ${longest} at most were expected`);
  const octet = reader.octet(`the type of ${what}`);
  const octets = reader.take(Math.ceil(length / 2), what);
  const type = typeOf(octet);
  if (type === 'alphanumeric') {
    return { value: textOfSeptets(unpackSeptets(octets, Math.floor((length * 4) / 7))), type };
  }
  return { value: withPlus(digitsOf(octets).slice(0, length), type), type };
}

/** The service centre before the PDU: its length counts octets. Empty when there is none. */
export function readServiceCentre(reader: OctetReader): string {
  const length = reader.octet('the length of the service centre');
  if (length > longestServiceCentre) {
    throw new PduError(
      `The PDU gives the service centre ${length} octets: ${longestServiceCentre} at most were expected`,
    );
  }
  const [octet = 0, ...octets] = reader.take(length, 'the service centre');
  return withPlus(digitsOf(octets), typeOf(octet));
}

/** `+` and digits as international, digits as unknown, anything else as a name of 11 characters at most. */
export function encodeAddress(value: string): number[] {
  if (/^\+\d{1,20}$/.test(value)) return [value.length - 1, typeOctet.international, ...semiOctets(value.slice(1))];
  if (/^[\d*#abc]{1,20}$/.test(value)) return [value.length, typeOctet.unknown, ...semiOctets(value)];
  const septets = [...value].flatMap((character) => septetsOf(character) ?? [-1]);
  if (septets.includes(-1) || septets.length === 0 || septets.length > 11) {
    throw new PduError('The address is neither a number of 1 to 20 digits nor a name of 1 to 11 GSM characters');
  }
  return [Math.ceil((septets.length * 7) / 4), typeOctet.alphanumeric, ...packSeptets(Uint8Array.from(septets))];
}

/** `''` leaves the choice of the service centre to the modem. */
export function encodeServiceCentre(value: string): number[] {
  if (value === '') return [0];
  if (!/^\+?\d{1,20}$/.test(value)) throw new PduError('The service centre is no number of 1 to 20 digits');
  const [, ...rest] = encodeAddress(value);
  return [rest.length, ...rest];
}

function typeOf(octet: number): AddressType {
  return types[(octet >> 4) & 7] ?? 'unknown';
}

function digitsOf(octets: Iterable<number>): string {
  const all = Array.from(octets).flatMap((octet) => [octet & 15, octet >> 4]);
  const end = all.indexOf(15);
  return (end < 0 ? all : all.slice(0, end)).map((digit) => digits[digit]).join('');
}

function withPlus(number: string, type: AddressType): string {
  return type === 'international' && number !== '' ? `+${number}` : number;
}

function semiOctets(number: string): number[] {
  const codes = [...number].map((digit) => digits.indexOf(digit));
  return Array.from({ length: Math.ceil(codes.length / 2) }, (_, at) => {
    return (codes[at * 2] ?? 0) | ((codes[at * 2 + 1] ?? 15) << 4);
  });
}
