import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodePdu } from './decode.ts';
import { encodeDeliver, encodeStatusReport, encodeSubmit } from './encode.ts';
import type { Deliver } from './pdu.ts';
import { PduError } from './pdu-error.ts';

const sender = '+15550100001';
const sentAt = Date.parse('2026-11-22T10:15:30Z');

function one(text: string, more: Partial<Parameters<typeof encodeDeliver>[0]> = {}): { pdu: string; length: number } {
  const [first] = encodeDeliver({ sender, text, sentAt, reference: 0, ...more });
  assert.ok(first);
  return first;
}

function deliver(pdu: string): Deliver {
  const decoded = decodePdu(pdu);
  assert.equal(decoded.type, 'deliver');
  return decoded as Deliver;
}

describe('lines that are no PDU', () => {
  const whole = one('Your code is 123456');

  test('a cut line is told by the length that was announced', () => {
    assert.equal(decodePdu(whole.pdu, { length: whole.length }).type, 'deliver');
    for (let cut = 2; cut < whole.pdu.length; cut += 1) {
      assert.throws(() => decodePdu(whole.pdu.slice(0, -cut), { length: whole.length }), PduError);
    }
    assert.throws(() => decodePdu(`${whole.pdu}00`, { length: whole.length }), /announced with 36 octets.*37 came/);
  });

  test('without it there is what came of the text', () => {
    const { text, truncated } = deliver(whole.pdu.slice(0, -6));
    assert.deepEqual([text, truncated], ['Your code is 123', true]);
    assert.equal(deliver(whole.pdu).truncated, false);
  });

  test('errors are one line and show nothing of it', () => {
    const lines = ['', 'zz', '0', `${whole.pdu}4`, whole.pdu.slice(0, 30), whole.pdu.replace('04', '07'), '00FFFFFFFF'];
    for (const line of lines) {
      assert.throws(
        () => decodePdu(line),
        (error: Error) => {
          assert.ok(error instanceof PduError);
          assert.doesNotMatch(error.message, /\n|5155|D977/);
          return true;
        },
      );
    }
  });

  test('octets behind the text do no harm', () => {
    assert.equal(deliver(`${whole.pdu}FFFF`).text, 'Your code is 123456');
  });

  test('a header that is longer than the text is an error', () => {
    assert.throws(() => decodePdu('00440B915155100000F10000621122015103400305FFFF'), /header/);
    assert.throws(() => decodePdu('00440B915155100000F100006211220151034000'), /header/);
    assert.equal(deliver('00440B915155100000F1000062112201510340020000').text, '');
  });
});

describe('what comes from where', () => {
  const [submit] = encodeSubmit({ to: sender, text: 'stored', reference: 0 });
  const report = encodeStatusReport({
    reference: 7,
    recipient: sender,
    sentAt,
    dischargedAt: sentAt + 3000,
    status: 0,
  });

  test('a SUBMIT is found in a memory, and never comes in', () => {
    assert.equal(decodePdu(submit?.pdu ?? '').type, 'submit');
    assert.throws(() => decodePdu(submit?.pdu ?? '', { direction: 'from-network' }), PduError);
  });

  test('what became of a text', () => {
    const decoded = decodePdu(report.pdu, { direction: 'from-network', length: report.length });
    assert.equal(decoded.type, 'status-report');
    const outcomes = [0, 2, 3, 0x20, 0x30, 0x40, 0x46, 0x65, 0x80].map((status) => {
      const pdu = decodePdu(`${report.pdu.slice(0, -2)}${status.toString(16).padStart(2, '0')}`);
      return pdu.type === 'status-report' && pdu.outcome;
    });
    const unknown = 'unknown';
    assert.deepEqual(outcomes, [
      'delivered',
      'delivered',
      unknown,
      'trying',
      'trying',
      'failed',
      'failed',
      'failed',
      unknown,
    ]);
  });
});

describe('what the network says of a text', () => {
  test('silent texts and those that take the place of another', () => {
    const idOf = (protocolId: number) => deliver(one('x', { protocolId }).pdu);
    assert.deepEqual([idOf(0x40).silent, idOf(0x40).replaceType], [true, null]);
    assert.deepEqual([idOf(0x41).silent, idOf(0x41).replaceType], [false, 1]);
    assert.deepEqual([idOf(0x47).replaceType, idOf(0x48).replaceType, idOf(0x5f).replaceType], [7, null, null]);
  });

  test('a date that cannot be leaves the text', () => {
    const { text, sentAt: at, sentAtLocal, zoneMinutes } = deliver('00040B915155100000F10000000000000000400178');
    assert.deepEqual([text, at, sentAtLocal, zoneMinutes], ['x', null, null, null]);
  });

  test('8-bit data is shown as hexadecimal', () => {
    const { text, coding } = deliver('00040B915155100000F1000462112201510340030102FF');
    assert.deepEqual([text, coding.alphabet], ['0102ff', '8bit']);
  });

  test('half a pair is a replacement character, an odd octet nothing', () => {
    assert.equal(deliver('00040B915155100000F1000862112201510340040041D83D').text, 'A\ufffd');
    assert.equal(deliver('00040B915155100000F1000862112201510340030041D8').text, 'A');
  });

  test('validity of a stored text in its three forms', () => {
    const validityOf = (octets: string, first: string) => {
      const pdu = decodePdu(`00${first}000B915155100000F10000${octets}0178`);
      return pdu.type === 'submit' && pdu.text === 'x' && pdu.validity;
    };
    assert.deepEqual(validityOf('', '01'), null);
    assert.deepEqual(validityOf('00', '11'), { minutes: 5 });
    assert.deepEqual(validityOf('A7', '11'), { minutes: 1440 });
    assert.deepEqual(validityOf('FF', '11'), { minutes: 63 * 7 * 1440 });
    assert.deepEqual(validityOf('62112201510340', '19'), { until: Date.parse('2026-11-22T10:15:30+01:00') });
    assert.deepEqual(validityOf('01A70000000000', '09'), { minutes: 1440 });
    assert.deepEqual(validityOf('021E0000000000', '09'), { minutes: 0.5 });
    assert.deepEqual(validityOf('03100321000000', '09'), { minutes: 60 + 30 + 0.2 });
    assert.deepEqual(validityOf('00000000000000', '09'), null);
  });
});
