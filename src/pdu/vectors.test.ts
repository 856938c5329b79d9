import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { joinParts } from './assemble.ts';
import { readDataCoding } from './data-coding.ts';
import { decodePdu } from './decode.ts';
import { toHex } from './hexadecimal.ts';
import type { Deliver, Pdu } from './pdu.ts';
import { PduError } from './pdu-error.ts';

/** What a vector says of its PDU; what it leaves out is not asked. */
interface Expectation {
  smsc?: string;
  address?: string;
  text?: string;
  data_hex?: string;
  joined_text?: string;
  /** ISO 8601 with the zone of the service centre. */
  timestamp?: string;
  discharge?: string;
  pid?: number;
  dcs?: number;
  message_class?: number;
  mwi?: string;
  national?: string;
  concat?: { ref: number; parts: number; part: number };
  udh_ports?: { dst: number; src: number };
  srr?: boolean;
  mr?: number;
  st?: number;
}

interface Vector {
  id: string;
  type: Pdu['type'] | 'malformed';
  pdu: string;
  note: string;
  expect?: Expectation;
}

const path = join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'pdu-vectors.jsonl');
const vectors: Vector[] = readFileSync(path, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

describe('every vector decodes as it says', () => {
  for (const { id, type, pdu, note, expect = {} } of vectors) {
    test(`${id} ${note}`, () => {
      if (type === 'malformed') {
        assert.throws(() => decodePdu(pdu), PduError);
        return;
      }
      const decoded = decodePdu(pdu);
      assert.equal(decoded.type, type);
      const { joined_text: joined, dcs, timestamp, discharge, ...rest } = expect;
      assert.deepEqual(pick(described(decoded), Object.keys(rest)), rest);
      assert.deepEqual(timesOf(decoded), [parsed(timestamp), parsed(discharge)]);
      if (decoded.type === 'deliver') assert.equal(iso(decoded.zoneMinutes, decoded.sentAtLocal), timestamp);
      if (dcs !== undefined && 'coding' in decoded) assert.deepEqual(decoded.coding, readDataCoding(dcs));
    });
  }

  test('there are 65', () => assert.equal(vectors.length, 65));
});

test('a pair of surrogates that two parts share is joined', () => {
  const halves = vectors.filter(({ expect }) => expect?.joined_text !== undefined);
  const parts = halves.map(({ pdu }) => decodePdu(pdu) as Deliver);
  assert.equal(halves.length, 2);
  assert.equal(joinParts(parts), halves[0]?.expect?.joined_text);
  assert.equal(joinParts(parts.reverse()), halves[0]?.expect?.joined_text);
});

/** A PDU in the words of the vectors. */
function described(pdu: Pdu): Record<string, unknown> {
  if (pdu.type === 'status-report') {
    return {
      smsc: pdu.smsc,
      address: pdu.recipient,
      mr: pdu.reference,
      st: pdu.status,
    };
  }
  const { coding, concat, ports, shift } = pdu;
  return {
    smsc: pdu.smsc,
    address: pdu.type === 'deliver' ? pdu.sender : pdu.recipient,
    text: pdu.text,
    data_hex: toHex(pdu.body).toLowerCase(),
    pid: pdu.protocolId,
    message_class: coding.messageClass,
    mwi: coding.waiting === null ? null : `${coding.waiting.store ? 'store' : 'discard'}:${coding.waiting.kind}:active`,
    national: shift.single === null ? `locking:${shift.locking}` : `single:${shift.single}`,
    concat: concat === null ? null : { ref: concat.reference, parts: concat.total, part: concat.sequence },
    udh_ports: ports === null ? null : { dst: ports.destination, src: ports.source },
    srr: pdu.type === 'submit' && pdu.statusReport,
  };
}

function timesOf(pdu: Pdu): (number | null)[] {
  if (pdu.type === 'submit') return [null, null];
  return pdu.type === 'deliver' ? [pdu.sentAt, null] : [pdu.sentAt, pdu.dischargedAt];
}

function parsed(time: string | undefined): number | null {
  return time === undefined ? null : Date.parse(time);
}

/** Such as `2026-11-22T10:15:30+01:00`. */
function iso(zoneMinutes: number | null, local: string | null): string {
  const quarters = Math.abs(zoneMinutes ?? Number.NaN);
  const [hours, minutes] = [Math.floor(quarters / 60), quarters % 60].map((part) => String(part).padStart(2, '0'));
  return `${local?.replace(' ', 'T')}${(zoneMinutes ?? 0) < 0 ? '-' : '+'}${hours}:${minutes}`;
}

function pick(all: Record<string, unknown>, names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}
