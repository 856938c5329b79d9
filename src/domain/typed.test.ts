import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainDigits, typedCode } from './typed.ts';

test('digits of every script are read', () => {
  const zeros = [0x30, 0x0660, 0x06f0, 0x0966, 0x09e6, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0xff10];
  for (const zero of [...zeros, 0x104a0, 0x1d7ce, 0x1d7d8])
    assert.equal(
      plainDigits(String.fromCodePoint(...Array.from({ length: 10 }, (_, digit) => zero + digit))),
      '0123456789',
    );
});

test('blanks, dashes and what cannot be seen are no part of a code', () => {
  for (const typed of [
    '012 345',
    '012-345',
    ' 012\u2011345\u00a0',
    '\u202a012345\u202c',
    '\u0660\u0661\u0662 \u0663\u0664\u0665',
  ])
    assert.equal(typedCode(typed), '012345');
  assert.equal(typedCode('aB-12'), 'aB12');
  assert.equal(typedCode(' \u200f'), '');
});
