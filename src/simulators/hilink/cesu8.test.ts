import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeCesu8, encodeCesu8 } from './cesu8.ts';

test('an emoji takes two times three bytes', () => {
  assert.equal(encodeCesu8('a😀é').toString('hex'), '61eda0bdedb880c3a9');
});

test('a lone surrogate takes three bytes', () => {
  assert.equal(encodeCesu8('\ud83d').toString('hex'), 'eda0bd');
});

test('CESU-8 and UTF-8 may be mixed, and letters of the same first byte stay whole', () => {
  assert.equal(decodeCesu8(Buffer.from('61eda0bdedb880f09f9880ed959cc3a9', 'hex')), 'a😀😀한é');
});
