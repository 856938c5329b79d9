import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardAddress } from './board-address.ts';

for (const [name, path] of [
  ['Kitchen', 'kitchen'],
  ['Grandma’s tablet', 'grandma-s-tablet'],
  ['../../api', 'api'],
  ['Küche #2', 'ku-che-2'],
  ['客廳', 'board'],
] as const) {
  test(`the board ${name} is at /board/${path}`, () => {
    assert.equal(boardAddress('https://hub.example', { name, token: 'T' }), `https://hub.example/board/${path}#T`);
  });
}
