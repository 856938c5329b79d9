import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WordTable } from './word-table.ts';

test('a table finds each of its words, and nothing else', () => {
  const words = Array.from({ length: 500 }, (_, index) => `слово ${index}`);
  const table = WordTable.of(words.map((word, index) => [word, index]));
  for (const [index, word] of words.entries()) assert.equal(table.get(word), index);
  for (const other of ['', 'слово', 'слово 500', 'слово 1\n', 'лово 1', '1']) assert.equal(table.get(other), undefined);
});

test('of equal words the first counts', () => {
  const table = WordTable.of([
    ['acme', 3],
    ['acme', 4],
  ]);
  assert.equal(table.get('acme'), 3);
  assert.equal(table.has('acm'), false);
});

test('a table without words finds none', () => {
  assert.equal(WordTable.of([]).has('acme'), false);
});
