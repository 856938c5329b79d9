import type { Alphabet, DataCoding, MessageClass, Waiting } from './pdu.ts';

const classes: readonly MessageClass[] = [0, 1, 2, 3];
/** The last is reserved and read as the default alphabet (3GPP TS 23.038 §4). */
const alphabets: readonly Alphabet[] = ['gsm7', '8bit', 'ucs2', 'gsm7'];
const waitingKinds: readonly Waiting['kind'][] = ['voicemail', 'fax', 'email', 'other'];

const plain: DataCoding = { alphabet: 'gsm7', messageClass: null, waiting: null, autoDelete: false, compressed: false };

/** TP-DCS (§4); what is reserved is the default alphabet. */
export function readDataCoding(octet: number): DataCoding {
  const group = octet >> 4;
  if (group < 8) return general(octet);
  if (group < 12) return { ...plain };
  if (group < 15)
    return { ...plain, alphabet: group === 14 ? 'ucs2' : 'gsm7', waiting: waitingOf(octet, group !== 12) };
  return { ...plain, alphabet: (octet & 4) === 0 ? 'gsm7' : '8bit', messageClass: classOf(octet) };
}

/** The general group; class 0 to 3 where one is wanted. */
export function encodeDataCoding(alphabet: Alphabet, messageClass: MessageClass | null): number {
  const bits = { gsm7: 0x00, '8bit': 0x04, ucs2: 0x08 }[alphabet];
  return messageClass === null ? bits : bits | 0x10 | messageClass;
}

/** Bits 1 and 0 of the group and of the information element alike. */
export function waitingKind(octet: number): Waiting['kind'] {
  return waitingKinds[octet & 3] ?? 'other';
}

function general(octet: number): DataCoding {
  const compressed = (octet & 0x20) !== 0;
  return {
    alphabet: compressed ? '8bit' : (alphabets[(octet >> 2) & 3] ?? 'gsm7'),
    messageClass: (octet & 0x10) === 0 ? null : classOf(octet),
    waiting: null,
    autoDelete: (octet & 0x40) !== 0,
    compressed,
  };
}

function classOf(octet: number): MessageClass {
  return classes[octet & 3] ?? 0;
}

function waitingOf(octet: number, store: boolean): Waiting {
  return { kind: waitingKind(octet), active: (octet & 8) !== 0, store, count: null };
}
