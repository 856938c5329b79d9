import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countSeptets, toGsmText } from './gsm-alphabet.ts';

test('the extension table costs two septets', () => {
  assert.equal(countSeptets('abc€['), 7);
});

test('what the alphabet lacks becomes one question mark', () => {
  assert.equal(toGsmText('Kód ß € 😀'), 'K?d ß € ?');
});
