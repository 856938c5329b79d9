import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countSegments, countSeptets, cutToOneSegment, fitsOneSegment } from './gsm7.ts';

test('septets: one for the alphabet, two for the extension table, none for the rest', () => {
  assert.equal(countSeptets(''), 0);
  assert.equal(countSeptets('Hello @£Ç'), 9);
  assert.equal(countSeptets('{€}'), 6);
  assert.equal(countSeptets('ç'), null);
  assert.equal(countSeptets('`'), null);
  assert.equal(countSeptets('😀'), null);
});

test('the alphabet has its 127 characters and 10 extensions', () => {
  let one = 0;
  let two = 0;
  for (let point = 0; point < 0x2100; point += 1) {
    const count = countSeptets(String.fromCodePoint(point));
    if (count === 1) one += 1;
    if (count === 2) two += 1;
  }
  assert.deepEqual([one, two], [127, 10]);
});

test('segments: 160 septets or 70 units alone, 153 or 67 in each of several', () => {
  const lengths = [0, 160, 161, 306, 307];
  assert.deepEqual(
    lengths.map((length) => countSegments('a'.repeat(length))),
    [1, 1, 2, 2, 3],
  );
  assert.deepEqual(
    [70, 71, 134, 135].map((length) => countSegments('ж'.repeat(length))),
    [1, 2, 2, 3],
  );
  assert.equal(countSegments('€'.repeat(80)), 1);
});

test('one segment: 160 septets, or 70 units', () => {
  assert.equal(fitsOneSegment('a'.repeat(160)), true);
  assert.equal(fitsOneSegment('a'.repeat(161)), false);
  assert.equal(fitsOneSegment('€'.repeat(80)), true);
  assert.equal(fitsOneSegment(`${'a'.repeat(159)}€`), false);
  assert.equal(fitsOneSegment('ж'.repeat(70)), true);
  assert.equal(fitsOneSegment('ж'.repeat(71)), false);
  assert.equal(fitsOneSegment('😀'.repeat(36)), false);
});

test('what is too long is cut, its ending kept', () => {
  assert.equal(cutToOneSegment('short', ' (3 min late)'), 'short (3 min late)');
  const cut = cutToOneSegment('a'.repeat(300), ' (3 min late)');
  assert.equal(countSeptets(cut), 160);
  assert.ok(cut.endsWith('a... (3 min late)'));
});

test('a cut never splits a character and takes the wider alphabet only where it must', () => {
  const emoji = cutToOneSegment('😀'.repeat(50));
  assert.ok(emoji.isWellFormed() && emoji.length <= 70 && emoji.endsWith('😀…'));
  const late = cutToOneSegment(`${'a'.repeat(170)}ж`);
  assert.equal(countSeptets(late), 160);
});
