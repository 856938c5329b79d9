import { countSeptets } from '../../support/gsm7.ts';
import { childNumber, childrenNamed, childText, type XmlElement } from '../../support/xml.ts';

/** One entry of the device's list of texts. */
export interface Row {
  /** A handle for marking and deleting; reused after a delete, so never identity and never order. */
  index: string;
  phone: string;
  content: string;
  /** `YYYY-MM-DD HH:MM:SS` as the device shows it, without a zone. */
  date: string;
  /** 0 received and unread, 1 received and read, 2 draft, 3 sent, 4 not sent. */
  state: number;
  /** 1 single, 2 joined from parts, 4 to 6 binary, 7 and 8 delivery reports; other values turn up. */
  type: number;
  /** Fingerprint of index, date, sender and content: the identity of the text. */
  key: string;
  /** Fingerprint of index, date and sender: the place at which a text of several parts grows. */
  place: string;
}

/** A one-way name for a value, always the same for the same value. */
export type Fingerprint = (value: string) => string;

/** Rows of a list answer, whether it holds none, one or many. A row without an index is none. */
export function readRows(answer: XmlElement, fingerprint: Fingerprint): Row[] {
  return childrenNamed(answer, 'Messages')
    .flatMap((messages) => childrenNamed(messages, 'Message'))
    .flatMap((message) => readRow(message, fingerprint) ?? []);
}

function readRow(message: XmlElement, fingerprint: Fingerprint): Row | null {
  const index = childText(message, 'Index').trim();
  if (!/^-?\d{1,10}$/.test(index)) return null;
  const phone = childText(message, 'Phone').trim();
  const date = childText(message, 'Date').trim();
  const content = childText(message, 'Content');
  return {
    index,
    phone,
    content,
    date,
    // Lists by conversation hold both directions: `curbox` 1 is what was sent.
    state: childText(message, 'curbox').trim() === '1' ? 3 : (childNumber(message, 'Smstat') ?? 0),
    type: childNumber(message, 'SmsType') ?? 1,
    key: short(fingerprint(JSON.stringify([index, date, phone, content]))),
    place: short(fingerprint(JSON.stringify([index, date, phone]))),
  };
}

/** 192 bits are enough, and the memory of a stick holds hundreds of them. */
function short(fingerprint: string): string {
  return fingerprint.slice(0, 32);
}

/** Received and for a person: no draft, nothing sent, no delivery report. */
export function isText(row: Row): boolean {
  return row.state <= 1 && row.type !== 7 && row.type !== 8;
}

/**
 * More parts may come: the device says that it joined parts, or the text fills exactly one part of a longer one
 * (153 septets or 67 UTF-16 units, 3GPP TS 23.040 §9.2.3.24.1; a few less where a character would be cut in two, or
 * with 16-bit references). Marking such a row read makes the device stop joining.
 */
export function mayGrow(row: Row): boolean {
  if (row.type === 2) return true;
  const septets = countSeptets(row.content);
  if (septets !== null) return septets >= 149 && septets <= 153;
  return row.content.length >= 64 && row.content.length <= 67;
}

/** Oldest first. */
export function byDate(a: Row, b: Row): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  return Number(a.index) - Number(b.index) || 0;
}
