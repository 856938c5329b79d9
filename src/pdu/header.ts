import { waitingKind } from './data-coding.ts';
import type { Concat, Ports, Shift, Waiting } from './pdu.ts';

/** What we use of a user data header (3GPP TS 23.040 §9.2.3.24). */
export interface Header {
  concat: Concat | null;
  ports: Ports | null;
  shift: Shift;
  waiting: Waiting | null;
}

const elements = {
  concat8: 0x00,
  waiting: 0x01,
  ports8: 0x04,
  ports16: 0x05,
  concat16: 0x08,
  singleShift: 0x24,
  lockingShift: 0x25,
} as const;

/**
 * Reads the elements behind the header's length octet. Unknown ones are skipped by their length, those whose length or
 * content cannot be are ignored; of two that exclude each other the last counts (§9.2.3.24).
 */
export function readHeader(octets: Uint8Array): Header {
  const header: Header = { concat: null, ports: null, shift: { locking: null, single: null }, waiting: null };
  let at = 0;
  while (at + 1 < octets.length) {
    const [id = 0, length = 0] = octets.subarray(at, at + 2);
    const data = octets.subarray(at + 2, at + 2 + length);
    if (data.length === length) readElement(header, id, data);
    at += 2 + length;
  }
  return header;
}

/** The header with its length octet; empty when there is nothing to say. */
export function encodeHeader(header: Pick<Header, 'concat' | 'ports' | 'shift'>): number[] {
  const octets = [
    ...encodeConcat(header.concat),
    ...encodePorts(header.ports),
    ...(header.shift.single === null ? [] : [elements.singleShift, 1, header.shift.single]),
    ...(header.shift.locking === null ? [] : [elements.lockingShift, 1, header.shift.locking]),
  ];
  return octets.length === 0 ? [] : [octets.length, ...octets];
}

function readElement(header: Header, id: number, data: Uint8Array): void {
  const [first = 0, second = 0, third = 0, fourth = 0] = data;
  const is = (element: number, length: number) => id === element && data.length === length;
  if (is(elements.concat8, 3)) header.concat = concatOf(first, second, third, 8) ?? header.concat;
  if (is(elements.concat16, 4)) header.concat = concatOf((first << 8) | second, third, fourth, 16) ?? header.concat;
  if (is(elements.ports8, 2)) header.ports = { destination: first, source: second, bits: 8 };
  if (is(elements.ports16, 4)) {
    header.ports = { destination: (first << 8) | second, source: (third << 8) | fourth, bits: 16 };
  }
  if (is(elements.singleShift, 1)) header.shift.single = first;
  if (is(elements.lockingShift, 1)) header.shift.locking = first;
  if (is(elements.waiting, 2)) {
    header.waiting = { kind: waitingKind(first), active: second > 0, store: (first & 0x80) !== 0, count: second };
  }
}

function concatOf(reference: number, total: number, sequence: number, bits: 8 | 16): Concat | null {
  return sequence === 0 || sequence > total ? null : { reference, total, sequence, bits };
}

function encodeConcat(concat: Concat | null): number[] {
  if (concat === null) return [];
  const { reference, total, sequence, bits } = concat;
  if (bits === 8) return [elements.concat8, 3, reference & 0xff, total, sequence];
  return [elements.concat16, 4, (reference >> 8) & 0xff, reference & 0xff, total, sequence];
}

function encodePorts(ports: Ports | null): number[] {
  if (ports === null) return [];
  const { destination, source, bits } = ports;
  if (bits === 8) return [elements.ports8, 2, destination & 0xff, source & 0xff];
  const octets = [destination, source].flatMap((port) => [(port >> 8) & 0xff, port & 0xff]);
  return [elements.ports16, 4, ...octets];
}
