import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from './hexadecimal.ts';
import { packSeptets, unpackSeptets } from './septets.ts';

test('the example that everybody knows', () => {
  const septets = new TextEncoder().encode('hellohello');
  assert.equal(toHex(packSeptets(septets)), 'E8329BFD4697D9EC37');
  assert.deepEqual(unpackSeptets(packSeptets(septets), 10), septets);
});

test('what was packed comes back, at any length and any place', () => {
  for (let length = 0; length <= 160; length += 1) {
    const septets = Uint8Array.from({ length }, (_, at) => (at * 37 + length) & 0x7f);
    for (let offset = 0; offset < 56; offset += 7) {
      const octets = packSeptets(septets, offset);
      assert.equal(octets.length, Math.ceil((offset + length * 7) / 8));
      assert.deepEqual(unpackSeptets(octets, length, offset), septets);
    }
  }
});

test('no more is read than there is', () => {
  assert.equal(unpackSeptets(Uint8Array.of(0xff, 0xff), 160).length, 2);
  assert.equal(unpackSeptets(new Uint8Array(0), 5).length, 0);
  assert.equal(unpackSeptets(new Uint8Array(2), 5, 49).length, 0);
});
