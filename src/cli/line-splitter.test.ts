import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLineSplitter } from './line-splitter.ts';

function split(chunks: Uint8Array[], longest = 100): (string | null)[] {
  const splitter = createLineSplitter(longest);
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the line splitter', () => {
  test('gives whole lines, wherever the pieces were cut, also within a character', () => {
    const whole = bytes('één\ntwo\r\n\n€ last');
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const lines = split([whole.subarray(0, cut), whole.subarray(cut)]);
      assert.deepEqual(lines, ['één', 'two\r', '', '€ last'], `cut at ${cut}`);
    }
  });

  test('a line break at the end begins no further line', () => {
    assert.deepEqual(split([bytes('a\nb\n')]), ['a', 'b']);
    assert.deepEqual(split([]), []);
  });

  test('a line that is too long is null, and the next ones are whole', () => {
    const pieces = ['short\n', 'x'.repeat(60), 'x'.repeat(60), 'x'.repeat(200), '\nnext\n', 'y'.repeat(101)];
    assert.deepEqual(split(pieces.map(bytes)), ['short', null, 'next', null]);
  });
});
