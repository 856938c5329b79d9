import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeHeader, readHeader } from './header.ts';
import { fromHex } from './hexadecimal.ts';

const read = (hex: string) => readHeader(fromHex(hex));

test('parts with a reference of 8 and of 16 bits', () => {
  assert.deepEqual(read('00037A0201').concat, { reference: 0x7a, total: 2, sequence: 1, bits: 8 });
  assert.deepEqual(read('080401510202').concat, { reference: 0x151, total: 2, sequence: 2, bits: 16 });
});

test('a number of a part that cannot be is no number', () => {
  for (const hex of [
    '0003530200',
    '0003530203',
    '0003530000',
    '00025302',
    '000453020100',
    '0803530201',
    '0009530201',
  ]) {
    assert.equal(read(hex).concat, null, hex);
  }
});

test('of two the last counts, unless it cannot be', () => {
  assert.equal(read('00037A0201080401510202').concat?.bits, 16);
  assert.equal(read('00037A02010804015102FF').concat?.bits, 8);
});

test('ports, unknown elements, and one that is longer than the header', () => {
  assert.deepEqual(read('05040B8423F0').ports, { destination: 2948, source: 9200, bits: 16 });
  assert.deepEqual(read('0402F0F1').ports, { destination: 0xf0, source: 0xf1, bits: 8 });
  assert.equal(read('7002AABB00037A0201').concat?.sequence, 1);
  assert.equal(read('00037A020170FF01').concat?.sequence, 1);
});

test('national tables by 0x24 and 0x25', () => {
  assert.deepEqual(read('240101250106').shift, { single: 1, locking: 6 });
  assert.deepEqual(read('180101190106').shift, { single: null, locking: null });
});

test('how many messages wait', () => {
  assert.deepEqual(read('01028005').waiting, { kind: 'voicemail', active: true, store: true, count: 5 });
  assert.deepEqual(read('01020200').waiting, { kind: 'email', active: false, store: false, count: 0 });
});

test('what is written is read', () => {
  const shift = { single: 13, locking: 4 };
  const ports = { destination: 2948, source: 9200, bits: 16 } as const;
  const concat = { reference: 40_000, total: 255, sequence: 255, bits: 16 } as const;
  const [length, ...octets] = encodeHeader({ concat, ports, shift });
  assert.equal(length, octets.length);
  assert.deepEqual(readHeader(Uint8Array.from(octets)), { concat, ports, shift, waiting: null });
  assert.deepEqual(encodeHeader({ concat: null, ports: null, shift: { single: null, locking: null } }), []);
});
