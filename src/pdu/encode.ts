import { encodeAddress, encodeServiceCentre } from './address.ts';
import { encodeDataCoding } from './data-coding.ts';
import { noShift } from './gsm7-text.ts';
import { encodeHeader } from './header.ts';
import { toHex } from './hexadecimal.ts';
import type { MessageClass, Ports, Shift } from './pdu.ts';
import { PduError } from './pdu-error.ts';
import { packSeptets } from './septets.ts';
import { type SplitText, splitText } from './split.ts';
import { encodeTimestamp } from './timestamp.ts';
import { headerSeptets } from './user-data.ts';
import { encodeRelativeValidity } from './validity.ts';

export interface EncodedPdu {
  /** Service centre and message in hexadecimal digits. */
  pdu: string;
  /** Octets behind the service centre, as `AT+CMGS` wants them. */
  length: number;
}

interface Text {
  text: string;
  /** Joins the parts of a long text: random, 0 to 255, or to 65,535 with 16 `bits`. */
  reference: number;
  /** Of the reference; 8 when left out: it leaves more room and every phone knows it. */
  bits?: 8 | 16 | undefined;
  messageClass?: MessageClass | null | undefined;
  /** Chosen by the text when left out. */
  alphabet?: 'gsm7' | 'ucs2' | undefined;
}

export interface SubmitText extends Text {
  /** `+` and digits, or a short code. */
  to: string;
  statusReport?: boolean | undefined;
  /** How long the network tries, rounded up to what can be said; 63 weeks at most. As long as it likes when left out. */
  validityMinutes?: number | undefined;
}

export interface DeliverText extends Text {
  /** `+` and digits, digits, or a name of 11 characters at most. */
  sender: string;
  /** Milliseconds since the epoch. */
  sentAt: number;
  zoneMinutes?: number | undefined;
  smsc?: string | undefined;
  protocolId?: number | undefined;
  ports?: Ports | null | undefined;
  /** National tables to write it with. */
  shift?: Shift | undefined;
}

export interface ReportOfText {
  reference: number;
  recipient: string;
  sentAt: number;
  dischargedAt: number;
  /** TP-Status: 0 delivered, 0x46 expired … */
  status: number;
  zoneMinutes?: number | undefined;
  smsc?: string | undefined;
}

/** Bits of the first octet (3GPP TS 23.040 §9.2.3). */
const first = { deliver: 0x04, submit: 0x01, report: 0x06, relativeValidity: 0x10, statusReport: 0x20, header: 0x40 };

/**
 * A text to send, one PDU for each part; the modem chooses service centre and message reference.
 * Throws a PduError for an address that is no number, for more than 255 parts, and where `alphabet` lacks a character.
 */
export function encodeSubmit(submit: SubmitText): EncodedPdu[] {
  const to = encodeAddress(numberOnly(submit.to));
  const validity = submit.validityMinutes === undefined ? [] : [encodeRelativeValidity(submit.validityMinutes)];
  const flags =
    first.submit |
    (submit.validityMinutes === undefined ? 0 : first.relativeValidity) |
    (submit.statusReport === true ? first.statusReport : 0);
  return encodeParts(submit, noShift, null).map(({ coding, userData, hasHeader }) =>
    finish([0], [flags | (hasHeader ? first.header : 0), 0, ...to, 0, coding, ...validity, ...userData]),
  );
}

/** A text as the network hands it to a modem. Throws as `encodeSubmit` does. */
export function encodeDeliver(deliver: DeliverText): EncodedPdu[] {
  const smsc = encodeServiceCentre(deliver.smsc ?? '');
  const sender = encodeAddress(deliver.sender);
  const sentAt = encodeTimestamp(deliver.sentAt, deliver.zoneMinutes ?? 0);
  const parts = encodeParts(deliver, deliver.shift ?? noShift, deliver.ports ?? null);
  return parts.map(({ coding, userData, hasHeader }) =>
    finish(smsc, [
      ...[first.deliver | (hasHeader ? first.header : 0), ...sender],
      ...[deliver.protocolId ?? 0, coding, ...sentAt, ...userData],
    ]),
  );
}

/** What the network reports of a text that was sent. */
export function encodeStatusReport(report: ReportOfText): EncodedPdu {
  const zone = report.zoneMinutes ?? 0;
  return finish(encodeServiceCentre(report.smsc ?? ''), [
    ...[first.report, report.reference & 0xff, ...encodeAddress(numberOnly(report.recipient))],
    ...encodeTimestamp(report.sentAt, zone),
    ...encodeTimestamp(report.dischargedAt, zone),
    report.status,
  ]);
}

/**
 * What a text costs: parts, and how many units (septets, or with `ucs2` UTF-16 units) it takes and the last part still
 * has room for. Throws a PduError for more than 255 parts.
 */
export function countSegments(text: string): {
  alphabet: 'gsm7' | 'ucs2';
  segments: number;
  units: number;
  unitsLeft: number;
} {
  const { alphabet, bodies, room } = splitWithHeaders(text, noShift, null, {});
  const size = alphabet === 'gsm7' ? 1 : 2;
  const units = bodies.reduce((sum, body) => sum + body.length, 0) / size;
  return { alphabet, segments: bodies.length, units, unitsLeft: (room - (bodies.at(-1)?.length ?? 0)) / size };
}

interface EncodedPart {
  coding: number;
  userData: number[];
  hasHeader: boolean;
}

function encodeParts(text: Text, shift: Shift, ports: Ports | null): EncodedPart[] {
  const bits = text.bits ?? 8;
  if (!Number.isInteger(text.reference) || text.reference < 0 || text.reference >= 2 ** bits) {
    throw new PduError(`The reference of the parts is no number of ${bits} bits`);
  }
  const { alphabet, bodies } = splitWithHeaders(text.text, shift, ports, text);
  const coding = encodeDataCoding(alphabet, text.messageClass ?? null);
  const used = alphabet === 'gsm7' ? shift : noShift;
  return bodies.map((body, index) => {
    const numbered = { reference: text.reference, total: bodies.length, sequence: index + 1, bits };
    const header = encodeHeader({ concat: bodies.length === 1 ? null : numbered, ports, shift: used });
    return { coding, userData: encodeUserData(alphabet, header, body), hasHeader: header.length > 0 };
  });
}

function splitWithHeaders(
  text: string,
  shift: Shift,
  ports: Ports | null,
  { bits = 8, alphabet }: Pick<Text, 'bits' | 'alphabet'>,
): SplitText {
  const sizeWith = (concat: Parameters<typeof encodeHeader>[0]['concat']) =>
    encodeHeader({ concat, ports, shift }).length;
  const headerSize = { single: sizeWith(null), part: sizeWith({ reference: 0, total: 2, sequence: 1, bits }) };
  return splitText(text, { alphabet, shift, headerSize });
}

/** TP-UDL and TP-UD: the length counts septets, header included, or octets. */
function encodeUserData(alphabet: 'gsm7' | 'ucs2', header: number[], body: Uint8Array): number[] {
  if (alphabet === 'ucs2') return [header.length + body.length, ...header, ...body];
  const before = headerSeptets(header.length);
  const packed = packSeptets(body, before * 7);
  header.forEach((octet, at) => {
    packed[at] = octet;
  });
  return [before + body.length, ...packed];
}

function numberOnly(address: string): string {
  if (/^\+?\d{1,20}$/.test(address)) return address;
  throw new PduError('The recipient is no number of 1 to 20 digits');
}

function finish(smsc: number[], message: number[]): EncodedPdu {
  return { pdu: toHex([...smsc, ...message]), length: message.length };
}
