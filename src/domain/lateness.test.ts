import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lateNote, splitLateNote } from './lateness.ts';

const receivedAt = 1_800_000_000_000;

test('a text is late from a minute on, in minutes, then in hours', () => {
  const note = (ms: number) => lateNote({ receivedAt, sentAt: null }, receivedAt + ms);
  assert.deepEqual([0, 59_999, 60_000, 200_000, 7_199_999, 7_200_000].map(note), [
    '',
    '',
    ' (1 min late)',
    ' (3 min late)',
    ' (119 min late)',
    ' (2 h late)',
  ]);
});

test('it counts from the sending only where that is more than a clock error ago', () => {
  assert.equal(lateNote({ receivedAt, sentAt: receivedAt - 110_000 }, receivedAt), '');
  assert.equal(lateNote({ receivedAt, sentAt: receivedAt - 600_000 }, receivedAt), ' (10 min late)');
  assert.equal(lateNote({ receivedAt, sentAt: receivedAt + 600_000 }, receivedAt), '');
});

test('the note can be taken off again', () => {
  assert.deepEqual(splitLateNote('482913 (3 min late)'), { words: '482913', note: ' (3 min late)' });
  assert.deepEqual(splitLateNote('482913 (3 min late) ok'), { words: '482913 (3 min late) ok', note: '' });
});
