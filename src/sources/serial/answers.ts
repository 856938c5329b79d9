import type { Registration } from '../../domain/line-status.ts';
import { isHex } from './channel.ts';

/** A text as a memory of the modem holds it. */
export interface StoredPdu {
  index: number;
  pdu: string;
  /** Octets behind the service centre, as announced; null where the modem leaves it out. */
  length: number | null;
}

/** What stands behind the colon, cut at the commas outside quotes and brackets. */
export function fieldsOf(line: string): string[] {
  const body = line.slice(line.indexOf(':') + 1);
  const fields: string[] = [];
  let field = '';
  let depth = 0;
  let quoted = false;
  for (const character of body) {
    if (character === '"') quoted = !quoted;
    if (!quoted && character === '(') depth += 1;
    if (!quoted && character === ')') depth -= 1;
    if (character === ',' && !quoted && depth <= 0) {
      fields.push(field.trim());
      field = '';
    } else field += character;
  }
  return [...fields, field.trim()];
}

export function unquoted(field: string | undefined): string {
  return (field ?? '').replaceAll('"', '').trim();
}

function wholeNumber(field: string | undefined): number | null {
  return field !== undefined && /^\d+$/.test(unquoted(field)) ? Number(unquoted(field)) : null;
}

/** `+CMGL: index,stat,[alpha],length` and the PDU; firmware leaves fields out, so the length is the last one. */
export function parseList(lines: string[]): StoredPdu[] {
  return lines.flatMap((line, at) => {
    const pdu = lines[at + 1];
    if (!line.startsWith('+CMGL:') || pdu === undefined || !isHex(pdu)) return [];
    const fields = fieldsOf(line);
    const index = wholeNumber(fields[0]);
    return index === null ? [] : [{ index, pdu, length: wholeNumber(fields.at(-1)) }];
  });
}

/** `+CMGR: stat,[alpha],length` and the PDU; null for an empty place. */
export function parseRead(lines: string[], index: number): StoredPdu | null {
  const at = lines.findIndex((line) => line.startsWith('+CMGR:'));
  const pdu = lines[at + 1];
  if (at < 0 || pdu === undefined || !isHex(pdu)) return null;
  return { index, pdu, length: wholeNumber(fieldsOf(lines[at] ?? '').at(-1)) };
}

/** `+CMT: [alpha],length`, `+CDS: length`. */
export function announcedLength(header: string): number | null {
  return wholeNumber(fieldsOf(header).at(-1));
}

/** `+CMTI: "SM",3`, `+CDSI: "SR",1`. */
export function parseArrival(line: string): { memory: string; index: number } | null {
  const [memory, index] = fieldsOf(line);
  const number = wholeNumber(index);
  return number === null || memory === undefined ? null : { memory: unquoted(memory), index: number };
}

/** Names in each bracket of `+CPMS: ("SM","ME"),("SM"),("SM")`. */
export function parseNames(line: string): string[][] {
  return fieldsOf(line).map((field) => [...field.matchAll(/"([^"]*)"/g)].map((found) => found[1] ?? ''));
}

/** `+CNMI: (0-2),(0,1,3),…`: the numbers that each position takes. */
export function parseRanges(line: string): number[][] {
  return fieldsOf(line).map((field) =>
    [...field.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, from, to]) => {
      const first = Number(from);
      const last = Math.min(Number(to ?? from), first + 20);
      return Array.from({ length: Math.max(last - first + 1, 0) }, (_, at) => first + at);
    }),
  );
}

export interface Usage {
  used: number;
  total: number;
}

/** `+CPMS: 2,20,2,20,2,20` as an answer to setting it: of the first memory. */
export function parseUsage(line: string): Usage | null {
  const [used, total] = fieldsOf(line).map(wholeNumber);
  return used === null || total === null || used === undefined || total === undefined ? null : { used, total };
}

/** `+CPMS: "SM",2,20,"SM",2,20,…`: the three names. */
export function parseCurrent(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"/g)].map((found) => found[1] ?? '');
}

/**
 * `+CREG: n,stat[,…]` as an answer, `+CREG: stat[,…]` unasked (27.007 §7.2): place codes stand in quotes, so a second
 * plain number is the state.
 */
export function parseRegistration(line: string): number | null {
  const [first, second] = fieldsOf(line);
  if (second !== undefined && /^\d{1,2}$/.test(second)) return Number(second);
  return wholeNumber(first);
}

const registered: Record<number, Registration> = {
  0: 'none',
  1: 'home',
  2: 'searching',
  3: 'denied',
  4: 'unknown',
  5: 'roaming',
  6: 'home',
  7: 'roaming',
  8: 'none',
  9: 'home',
  10: 'roaming',
};

/** The best of what circuit, packet and LTE registration say: an LTE-only SIM is registered by the last alone. */
export function bestRegistration(states: (number | null)[]): Registration | null {
  const known = states.flatMap((state) => (state === null ? [] : (registered[state] ?? [])));
  const order: Registration[] = ['home', 'roaming', 'denied', 'searching', 'none', 'unknown'];
  return order.find((one) => known.includes(one)) ?? null;
}

/** `+CSQ: rssi,ber` in dBm (27.007 §8.5); null: not known. */
export function parseSignal(line: string): number | null {
  const rssi = wholeNumber(fieldsOf(line)[0]);
  return rssi === null || rssi > 31 ? null : -113 + 2 * rssi;
}

/** `+COPS: mode[,format,"name"[,act]]`; null: on none. */
export function parseOperator(line: string): string | null {
  const name = unquoted(fieldsOf(line)[2]);
  return name === '' ? null : name;
}
