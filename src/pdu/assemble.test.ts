import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { joinParts, type TextPart } from './assemble.ts';
import { readDataCoding } from './data-coding.ts';

const utf16 = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

function part(sequence: number, total: number, body: Uint8Array | string, coding = 0): TextPart {
  return {
    coding: readDataCoding(coding),
    concat: { reference: 1, total, sequence, bits: 8 },
    shift: { locking: null, single: null },
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  };
}

describe('putting a text together', () => {
  test('in any order, the first of two alike', () => {
    assert.equal(joinParts([part(3, 3, 'c'), part(1, 3, 'a'), part(2, 3, 'b'), part(2, 3, 'x')]), 'abc');
    assert.equal(joinParts([{ ...part(1, 1, 'alone'), concat: null }]), 'alone');
    assert.equal(joinParts([]), '');
  });

  test('octets are joined before they are decoded', () => {
    assert.equal(joinParts([part(2, 2, utf16('de000021'), 8), part(1, 2, utf16('0041d83d'), 8)]), 'A😀!');
    assert.equal(joinParts([part(1, 2, utf16('004100'), 8), part(2, 2, utf16('42'), 8)]), 'AB');
    assert.equal(joinParts([part(1, 2, Uint8Array.of(0x41, 0x1b)), part(2, 2, Uint8Array.of(0x65))]), 'A€');
  });

  test('a mark stands once where parts in a row are missing', () => {
    const there = [part(2, 6, 'b'), part(5, 6, 'e')];
    assert.equal(joinParts(there, { missing: '[…]' }), '[…]b[…]e[…]');
    assert.equal(joinParts(there), 'be');
    assert.equal(
      joinParts([part(1, 3, utf16('d83d'), 8), part(3, 3, utf16('de00'), 8)], { missing: '|' }),
      '\ufffd|\ufffd',
    );
  });

  test('parts that are written otherwise keep their own alphabet', () => {
    assert.equal(joinParts([part(1, 2, 'code '), part(2, 2, utf16('017e'), 8)]), 'code ž');
    const turkish = { ...part(2, 2, Uint8Array.of(0x1b, 0x73)), shift: { locking: null, single: 1 } };
    assert.equal(joinParts([part(1, 2, 'a'), turkish]), 'aş');
  });
});
