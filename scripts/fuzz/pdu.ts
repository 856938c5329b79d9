import assert from 'node:assert/strict';
import { joinParts } from '../../src/pdu/assemble.ts';
import { decodePdu } from '../../src/pdu/decode.ts';
import { encodeDeliver, encodeStatusReport, encodeSubmit } from '../../src/pdu/encode.ts';
import { toHex } from '../../src/pdu/hexadecimal.ts';
import { charactersOf, nationalTables } from '../../src/pdu/national-tables.ts';
import type { Deliver, Pdu, Submit } from '../../src/pdu/pdu.ts';
import { PduError } from '../../src/pdu/pdu-error.ts';
import type { Random } from './random.ts';

/** Rubbish is refused by a PduError or read as something sane; what was written is read. */
export function fuzzPdu(random: Random): void {
  random.pick([rubbish, damaged, damaged, delivered, submitted, reported])(random);
}

function rubbish(random: Random): void {
  if (random.chance(0.2)) tryReading(letters(random));
  // A first octet that is one, or hardly anything would be read any further.
  const begin = [0, random.pick([0x00, 0x04, 0x44, 0x01, 0x41, 0x11, 0x19, 0x09, 0x06])];
  tryReading(toHex([...begin, ...random.octets(random.below(180))]));
}

/** A PDU with some octets changed, left out or put in. */
function damaged(random: Random): void {
  const { pdu, length } = random.pick([() => random.pick(makeDeliver(random).pdus), () => makeReport(random)])();
  const octets = [...Buffer.from(pdu, 'hex')];
  for (let change = random.below(4); change >= 0; change -= 1) {
    const at = random.below(random.chance(0.5) ? 30 : octets.length);
    octets.splice(at, random.below(3), ...random.octets(random.below(3)));
  }
  tryReading(toHex(octets));
  const cut = pdu.slice(0, -1 - random.below(pdu.length - 1));
  assert.throws(() => decodePdu(cut, { length }), PduError, 'a cut line was read');
}

function delivered(random: Random): void {
  const { given, pdus } = makeDeliver(random);
  const parts = pdus.map(({ pdu, length }) => decodePdu(pdu, { length, direction: 'from-network' }) as Deliver);
  checkWhole(parts, given.text);
  for (const part of parts) {
    assert.deepEqual([part.type, part.sender, part.smsc], ['deliver', given.sender, given.smsc]);
    assert.deepEqual([part.sentAt, part.zoneMinutes], [given.sentAt, given.zoneMinutes]);
  }
  assert.equal(joinParts([...parts].reverse()), given.text.toWellFormed());
}

function submitted(random: Random): void {
  const [to, text] = [`+${digits(random, 1 + random.below(20))}`, randomText(random)];
  const [statusReport, reference] = [random.chance(0.5), random.below(256)];
  const parts = encodeSubmit({ to, text, statusReport, reference }).map(
    ({ pdu, length }) => decodePdu(pdu, { length }) as Submit,
  );
  checkWhole(parts, text);
  for (const part of parts) {
    assert.deepEqual([part.type, part.recipient, part.statusReport], ['submit', to, statusReport]);
  }
}

function reported(random: Random): void {
  const { given, pdu, length } = makeReport(random);
  const report = decodePdu(pdu, { length, direction: 'from-network' });
  assert.equal(report.type, 'status-report');
  const { reference, recipient, sentAt, dischargedAt, status } = report as Extract<Pdu, { type: 'status-report' }>;
  assert.deepEqual({ reference, recipient, sentAt, dischargedAt, status }, given);
}

/** Nothing lost and nothing cut in two: the parts one by one are the text as well. */
function checkWhole(parts: (Deliver | Submit)[], text: string): void {
  assert.equal(parts.map((part) => part.text).join(''), text.toWellFormed());
  for (const [index, { body, coding, concat, truncated }] of parts.entries()) {
    assert.ok(body.length <= (coding.alphabet === 'gsm7' ? 160 : 140) && !truncated);
    assert.equal(concat?.sequence ?? 1, index + 1);
    assert.equal(concat?.total ?? 1, parts.length);
  }
}

function tryReading(hex: string): void {
  let pdu: Pdu;
  try {
    pdu = decodePdu(hex);
  } catch (error) {
    if (!(error instanceof PduError)) throw error;
    assert.match(error.message, /^[ -~]{10,150}$/, 'one line for people');
    return;
  }
  if (pdu.type === 'status-report') return;
  assert.ok(pdu.text.isWellFormed() && pdu.body.length <= 255);
  assert.ok(pdu.concat === null || (pdu.concat.sequence >= 1 && pdu.concat.sequence <= pdu.concat.total));
  if (pdu.type === 'deliver') {
    assert.ok(pdu.sentAt === null || (Number.isFinite(pdu.sentAt) && pdu.sentAtLocal !== null));
    assert.ok(joinParts([pdu], { missing: '?' }).isWellFormed());
  }
}

function makeDeliver(random: Random) {
  const bits = random.pick([8, 16] as const);
  const given = {
    ...{ sender: randomSender(random), text: randomText(random), sentAt: randomTime(random), bits },
    zoneMinutes: (random.below(113) - 56) * 15,
    smsc: random.chance(0.3) ? '' : `+${digits(random, 1 + random.below(20))}`,
    reference: random.below(2 ** bits),
    shift: { locking: randomTable(random), single: randomTable(random) },
    ports: random.chance(0.1)
      ? { destination: random.below(65_536), source: random.below(65_536), bits: 16 as const }
      : null,
  };
  return { given, pdus: encodeDeliver(given) };
}

function makeReport(random: Random) {
  const [sentAt, dischargedAt] = [randomTime(random), randomTime(random)];
  const recipient = `${random.chance(0.8) ? '+' : ''}${digits(random, 1 + random.below(20))}`;
  const given = { reference: random.below(256), recipient, sentAt, dischargedAt, status: random.below(256) };
  return { given, ...encodeStatusReport({ ...given, zoneMinutes: (random.below(113) - 56) * 15 }) };
}

const plain = Array.from('Your code is 0123456789. @£$¥èé\n\rΔ_ΦÄÖÑÜ§¿äöñüà');
const pools: readonly (readonly string[])[] = [
  plain,
  [...plain, ...'^{}\\[~]|€\f'],
  [...plain, ...'žščřďťňůПриветかな字'],
  [...'ж😀👍', '👨‍👩‍👧', '🇨🇿', 'e\u0301', '\ud83d', '\ude00', '\r\n'],
  [...nationalTables.values()]
    .flatMap(({ locking, single }) => charactersOf(`${locking ?? ''} ${single}`))
    .filter((character) => character !== undefined && character !== '\u001b') as string[],
];

function randomText(random: Random): string {
  const pool = random.pick(pools);
  const length = random.below(random.pick([5, 75, 170, 500]));
  return Array.from({ length }, () => random.pick(random.chance(0.02) ? random.pick(pools) : pool)).join('');
}

function randomSender(random: Random): string {
  if (random.chance(0.3)) return Array.from({ length: 1 + random.below(11) }, () => random.pick(names)).join('');
  return `${random.chance(0.7) ? '+' : ''}${digits(random, 1 + random.below(20))}`;
}

/** No digits: a name of digits alone would be a number. */
const names = [...'ABCXYZghijkl@_-&'];

function digits(random: Random, length: number): string {
  return Array.from({ length }, () => random.below(10)).join('');
}

/** Whole seconds from 1992 to 2089. */
function randomTime(random: Random): number {
  return Date.UTC(1992, 0, 1) + random.below(97 * 365 * 86_400) * 1000;
}

function randomTable(random: Random): number | null {
  return random.chance(0.7) ? null : 1 + random.below(13);
}

function letters(random: Random): string {
  const all = ['0', '7', '9', '1', 'A', 'f', 'G', ' ', '\r', '\n', '\u0000', 'é', '>', '+CMTI: "SM",1'];
  return Array.from({ length: random.below(60) }, () => random.pick(all)).join('');
}
