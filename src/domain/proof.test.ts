import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitsOneSegment } from '../support/gsm7.ts';
import { randomDigits } from '../support/random.ts';
import { maskAddress, nextSendAt, proofText, tellableName } from './proof.ts';

const now = 1_800_000_000_000;
const minute = 60_000;

test('a code after another has to wait longer each time, and there are five in an hour and twenty in a day', () => {
  assert.equal(nextSendAt([], now), now);
  assert.equal(nextSendAt([now - 10_000], now), now + 20_000);
  assert.equal(nextSendAt([now - 61 * minute, now - 40_000], now), now);
  assert.equal(nextSendAt([now - minute, now - 40_000], now), now + 20_000);
  const five = [50, 40, 30, 20, 10].map((ago) => now - ago * minute);
  assert.equal(nextSendAt(five, now), now + 10 * minute);
  const twenty = Array.from({ length: 20 }, (_, at) => now - (20 - at) * 65 * minute);
  assert.equal(nextSendAt(twenty, now), (twenty[0] ?? 0) + 1440 * minute);
});

test('an address is masked', () => {
  assert.deepEqual(['+15550100003', 'ann@example.com', '12345'].map(maskAddress), ['+1…03', 'a…@example.com', '…']);
});

test('names are told without what leads elsewhere, and the text stays one segment', () => {
  assert.equal(tellableName('Zoë O’Neill-Šimek'), 'Zoë O’Neill-Šimek');
  assert.equal(tellableName('a.example/x\n+15550100003'), 'a example x');
  assert.equal(tellableName('\u202e 123'), 'somebody');
  for (const name of ['x'.repeat(200), 'Ann']) assert.ok(fitsOneSegment(proofText('123456', name)));
});

test('digits are as likely as each other', () => {
  const bytes = [Uint8Array.of(255, 255, 255, 255), Uint8Array.of(0, 0, 0, 42)];
  const random = () => bytes.shift() ?? new Uint8Array(4);
  assert.equal(randomDigits(random, 6), '000042', 'what would favour small numbers is drawn again');
});
