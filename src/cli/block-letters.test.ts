import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { blockLetters } from './block-letters.ts';

describe('large letters', () => {
  test('take five rows of one width, twice as wide where there is room', () => {
    const wide = blockLetters('0123456789', 200) ?? [];
    assert.equal(wide.length, 5);
    assert.deepEqual([...new Set(wide.map((row) => row.length))], [10 * 6 + 9 * 2]);
    assert.equal(blockLetters('12', 8)?.[0], ' █   ███');
  });

  test('know every capital letter, each of one width', () => {
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-') {
      const rows = blockLetters(letter, 80) ?? [];
      assert.equal(new Set(rows.map((row) => row.length)).size, 1, letter);
    }
  });

  test('are not there for small letters, other characters and codes that are too wide', () => {
    assert.equal(blockLetters('12ab', 80), null);
    assert.equal(blockLetters('12 34', 80), null);
    assert.equal(blockLetters('123456', 20), null);
  });
});
