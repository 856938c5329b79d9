import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeCesu8, repairCesu8 } from './cesu8.ts';

test('a pair of three-byte halves becomes four-byte UTF-8', () => {
  const cesu8 = Buffer.from('4120eda0bdedb88020c39f', 'hex');
  assert.equal(Buffer.from(repairCesu8(cesu8)).toString('utf8'), 'A 😀 ß');
});

test('what was encoded comes back', () => {
  for (const text of ['plain', 'ÄÖÜ€', '🎉🎉 code 123', '', '한글 😀 end']) {
    assert.equal(Buffer.from(repairCesu8(encodeCesu8(text))).toString('utf8'), text);
  }
});

test('an emoji is written as two times three bytes', () => {
  assert.equal(Buffer.from(encodeCesu8('😀')).toString('hex'), 'eda0bdedb880');
});

test('a half that stands alone becomes one replacement character', () => {
  assert.equal(Buffer.from(repairCesu8(Buffer.from('41eda0bd42edb880', 'hex'))).toString('utf8'), 'A\ufffdB\ufffd');
  assert.equal(Buffer.from(encodeCesu8('a\ud83d')).toString('utf8'), 'a\ufffd');
});

test('valid text that holds the byte ED stays as it is', () => {
  const korean = Buffer.from('한글 í', 'utf8');
  assert.deepEqual(Buffer.from(repairCesu8(korean)), korean);
});
