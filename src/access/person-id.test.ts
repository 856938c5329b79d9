import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortNameOf } from './person-id.ts';

const cases: [string, string][] = [
  ['Ann', 'ann'],
  ['Günther Example', 'gunther-example'],
  ['  Zoë  O’Neill ', 'zoe-o-neill'],
  ['1st', 'person'],
  ['安娜', 'person'],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
];

for (const [name, id] of cases) {
  test(`${name.trim()} becomes ${id}`, () => assert.equal(shortNameOf(name), id));
}
