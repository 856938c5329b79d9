import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { joinParts } from './assemble.ts';
import { decodePdu } from './decode.ts';
import { countSegments, type DeliverText, encodeDeliver, encodeStatusReport, encodeSubmit } from './encode.ts';
import { charactersOf, nationalTables } from './national-tables.ts';
import type { Deliver, Submit } from './pdu.ts';
import { PduError } from './pdu-error.ts';

const to = '+15550100001';
const sentAt = Date.parse('2026-11-22T10:15:30+01:00');

function submit(text: string, more: Partial<Parameters<typeof encodeSubmit>[0]> = {}): Submit[] {
  return encodeSubmit({ to, text, reference: 42, ...more }).map(({ pdu, length }) => {
    const decoded = decodePdu(pdu, { length });
    assert.equal(decoded.type, 'submit');
    return decoded as Submit;
  });
}

function deliver(text: string, more: Partial<DeliverText> = {}): Deliver[] {
  return encodeDeliver({ sender: to, text, sentAt, reference: 42, ...more }).map(({ pdu, length }) => {
    const decoded = decodePdu(pdu, { length, direction: 'from-network' });
    assert.equal(decoded.type, 'deliver');
    return decoded as Deliver;
  });
}

describe('octet for octet, as others write it', () => {
  test('a text with validity', () => {
    const [pdu] = encodeSubmit({
      to: '+447700900456',
      text: 'Hello é€ [test]',
      reference: 0,
      validityMinutes: 635_040,
    });
    assert.deepEqual(pdu, { pdu: '0011000C914477000940650000FF12C8329BFD06153665D086472FCFE91B1F', length: 30 });
  });

  test('UTF-16 with a report asked for', () => {
    const [pdu] = encodeSubmit({ to: '+447700900456', text: 'Ahoj 😀', reference: 0, statusReport: true });
    assert.equal(pdu?.pdu, '0021000C9144770009406500080E00410068006F006A0020D83DDE00');
  });

  test('a short code', () => {
    assert.equal(encodeSubmit({ to: '112', text: 'short', reference: 0 })[0]?.pdu, '000100038111F200000573F45B4E07');
  });

  test('a text from a name', () => {
    const [pdu] = encodeDeliver({
      ...{ sender: 'Google7', text: 'code 7', sentAt, zoneMinutes: 60, smsc: '+447700900000', reference: 0 },
    });
    assert.equal(pdu?.pdu, '0791447700090000040DD0C7F7FBCC2EDF0000006211220151034006E337B90CBA01');
  });

  test('the third part of a text', () => {
    const text = `${'a'.repeat(306)}yone. `;
    const pdus = encodeDeliver({ sender: '+447700900123', text, sentAt, zoneMinutes: 60, reference: 81, smsc: '' });
    assert.ok(pdus[2]?.pdu.endsWith('0D050003510303F26F77D90502'));
  });

  test('a status report', () => {
    const report = { reference: 7, recipient: '+447700900456', sentAt, dischargedAt: sentAt + 3000, status: 0 };
    assert.equal(
      encodeStatusReport({ ...report, zoneMinutes: 60, smsc: '+447700900000' }).pdu,
      '079144770009000006070C91447700094065621122015103406211220151334000',
    );
  });
});

describe('how much one text takes', () => {
  const counts: [string, string, ReturnType<typeof countSegments>][] = [
    ['nothing', '', { alphabet: 'gsm7', segments: 1, units: 0, unitsLeft: 160 }],
    ['160 septets', 'a'.repeat(160), { alphabet: 'gsm7', segments: 1, units: 160, unitsLeft: 0 }],
    ['161 septets', 'a'.repeat(161), { alphabet: 'gsm7', segments: 2, units: 161, unitsLeft: 145 }],
    ['80 of two septets', '€'.repeat(80), { alphabet: 'gsm7', segments: 1, units: 160, unitsLeft: 0 }],
    ['306 septets', 'a'.repeat(306), { alphabet: 'gsm7', segments: 2, units: 306, unitsLeft: 0 }],
    ['70 units', 'ж'.repeat(70), { alphabet: 'ucs2', segments: 1, units: 70, unitsLeft: 0 }],
    ['71 units', 'ж'.repeat(71), { alphabet: 'ucs2', segments: 2, units: 71, unitsLeft: 63 }],
    ['35 emoji', '😀'.repeat(35), { alphabet: 'ucs2', segments: 1, units: 70, unitsLeft: 0 }],
    ['67 emoji', '😀'.repeat(67), { alphabet: 'ucs2', segments: 3, units: 134, unitsLeft: 65 }],
  ];
  for (const [what, text, expected] of counts) test(what, () => assert.deepEqual(countSegments(text), expected));

  test('with a reference of 16 bits a part holds 152 septets or 66 units', () => {
    const lengths = (text: string) => submit(text, { bits: 16, reference: 40_000 }).map(({ body }) => body.length);
    assert.deepEqual(lengths('a'.repeat(305)), [152, 152, 1]);
    assert.deepEqual(lengths('ж'.repeat(133)), [132, 132, 2]);
  });
});

describe('no cut goes through a character', () => {
  test('of the extension table', () => {
    const parts = submit(`${'a'.repeat(152)}€${'b'.repeat(20)}`);
    assert.deepEqual(
      parts.map(({ text }) => text),
      ['a'.repeat(152), `€${'b'.repeat(20)}`],
    );
  });

  test('of two surrogates', () => {
    const parts = submit(`${'ж'.repeat(66)}😀${'ж'.repeat(9)}`);
    assert.deepEqual(
      parts.map(({ text }) => text),
      ['ж'.repeat(66), `😀${'ж'.repeat(9)}`],
    );
  });

  test('that a reader sees as one', () => {
    const family = '👨‍👩‍👧';
    const parts = submit(`${'ж'.repeat(63)}${family}end`);
    assert.deepEqual(
      parts.map(({ text }) => text),
      ['ж'.repeat(63), `${family}end`],
    );
  });

  test('one that no part could hold is cut between its code points', () => {
    const tower = `z${'\u0301'.repeat(200)}`;
    const parts = submit(tower);
    assert.equal(parts.map(({ text }) => text).join(''), tower);
    assert.equal(parts.length, 3);
  });
});

describe('nothing is lost', () => {
  test('a lone surrogate is the only thing that is replaced', () => {
    assert.equal(submit('a\ud83db')[0]?.text, 'a\ufffdb');
  });

  test('an alphabet that was asked for and lacks a character', () => {
    assert.throws(() => submit('ž', { alphabet: 'gsm7' }), PduError);
    assert.equal(submit('abc', { alphabet: 'ucs2' })[0]?.coding.alphabet, 'ucs2');
  });

  test('255 parts go, 256 do not', () => {
    assert.equal(submit('a'.repeat(255 * 153)).length, 255);
    assert.throws(() => submit('a'.repeat(255 * 153 + 1)), /255 at most/);
  });

  test('with the tables of every language, over several parts', () => {
    for (const [id, { locking, single }] of nationalTables) {
      const characters = [locking, single].flatMap((table) => (table === null ? [] : charactersOf(table)));
      const text = characters.filter((character) => character !== undefined && character !== '\u001b').join('');
      const parts = deliver(text, { shift: { locking: id, single: id } });
      assert.equal(joinParts(parts), text, `${id}`);
      assert.deepEqual([parts[0]?.coding.alphabet, parts[0]?.shift], ['gsm7', { locking: id, single: id }]);
    }
  });
});

describe('settings', () => {
  test('parts are numbered, single texts are not', () => {
    assert.equal(submit('short')[0]?.concat, null);
    const numbers = submit('a'.repeat(200)).map(({ concat }) => concat);
    assert.deepEqual(
      numbers,
      [1, 2].map((sequence) => ({ reference: 42, total: 2, sequence, bits: 8 })),
    );
  });

  test('class, report, ports', () => {
    const [flash] = submit('now', { messageClass: 0, statusReport: true });
    assert.deepEqual([flash?.coding.messageClass, flash?.statusReport, flash?.recipient], [0, true, to]);
    assert.equal(submit('ž', { messageClass: 1 })[0]?.coding.messageClass, 1);
    const ports = { destination: 2948, source: 9200, bits: 16 } as const;
    assert.deepEqual(deliver('port', { ports })[0]?.ports, ports);
    const shift = { locking: 1, single: 1 };
    assert.deepEqual(deliver('ж', { shift })[0]?.shift, { locking: null, single: null }, 'UTF-16 needs no tables');
  });

  test('validity is rounded up to what can be said', () => {
    const minutes = (validityMinutes: number) => submit('x', { validityMinutes })[0]?.validity;
    assert.deepEqual(
      [0, 5, 6, 720, 721, 1441].map(minutes),
      [5, 5, 10, 720, 750, 2880].map((m) => ({ minutes: m })),
    );
    assert.deepEqual(minutes(9_999_999), { minutes: 63 * 7 * 1440 });
    assert.equal(submit('x')[0]?.validity, null);
  });

  test('what cannot be sent to or numbered is refused without showing it', () => {
    for (const wrong of ['MyBank', '', '+1555 0100', '*21#']) {
      assert.throws(
        () => submit('x', { to: wrong }),
        (error: Error) => error instanceof PduError && (wrong === '' || !error.message.includes(wrong)),
      );
    }
    for (const reference of [-1, 256, 1.5, Number.NaN]) assert.throws(() => submit('x', { reference }), PduError);
    assert.equal(submit('a'.repeat(200), { reference: 256, bits: 16 })[0]?.concat?.reference, 256);
  });
});
