import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatDuration, formatTable, oneLine, shorten } from './terminal.ts';

describe('what strangers wrote', () => {
  test('cannot steer the terminal', () => {
    assert.equal(oneLine('a\u001b[2Jb\r\nc\u0007\u009b31md\u202ee'), 'a [2Jb c 31mde');
  });

  test('is cut by characters', () => {
    assert.equal(shorten('👍👍👍', 3), '👍👍👍');
    assert.equal(shorten('👍👍👍👍', 3), '👍👍…');
  });
});

test('a table is as wide as its cells and ends no line with spaces', () => {
  assert.equal(
    formatTable(
      ['A', 'BB'],
      [
        ['long', ''],
        ['x', 'y'],
      ],
    ),
    'A     BB\nlong\nx     y\n',
  );
});

test('durations', () => {
  assert.equal(formatDuration(85.4), '85 ms');
  assert.equal(formatDuration(1_249), '1.2 s');
});
