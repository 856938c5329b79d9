import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeDataCoding, readDataCoding } from './data-coding.ts';

const plain = { alphabet: 'gsm7', messageClass: null, waiting: null, autoDelete: false, compressed: false };

test('the general groups', () => {
  assert.deepEqual(readDataCoding(0x00), plain);
  assert.deepEqual(readDataCoding(0x04), { ...plain, alphabet: '8bit' });
  assert.deepEqual(readDataCoding(0x08), { ...plain, alphabet: 'ucs2' });
  assert.deepEqual(readDataCoding(0x18), { ...plain, alphabet: 'ucs2', messageClass: 0 });
  assert.deepEqual(readDataCoding(0x03), plain, 'without bit 4 there is no class');
  assert.deepEqual(readDataCoding(0x52), { ...plain, messageClass: 2, autoDelete: true });
  assert.deepEqual(readDataCoding(0x0c), plain, 'reserved alphabet');
  assert.deepEqual(readDataCoding(0x28), { ...plain, alphabet: '8bit', compressed: true });
});

test('reserved groups are the default alphabet', () => {
  for (let octet = 0x80; octet < 0xc0; octet += 1) assert.deepEqual(readDataCoding(octet), plain);
});

test('message waiting', () => {
  const waiting = { kind: 'voicemail', active: true, store: false, count: null };
  assert.deepEqual(readDataCoding(0xc8), { ...plain, waiting });
  assert.deepEqual(readDataCoding(0xc1), { ...plain, waiting: { ...waiting, kind: 'fax', active: false } });
  assert.deepEqual(readDataCoding(0xda), { ...plain, waiting: { ...waiting, kind: 'email', store: true } });
  assert.deepEqual(readDataCoding(0xeb), {
    ...plain,
    alphabet: 'ucs2',
    waiting: { ...waiting, kind: 'other', store: true },
  });
});

test('data coding and class; the reserved bit says nothing', () => {
  assert.deepEqual(readDataCoding(0xf0), { ...plain, messageClass: 0 });
  assert.deepEqual(readDataCoding(0xf6), { ...plain, alphabet: '8bit', messageClass: 2 });
  assert.deepEqual(readDataCoding(0xf9), { ...plain, messageClass: 1 });
});

test('what is written is read', () => {
  for (const alphabet of ['gsm7', '8bit', 'ucs2'] as const) {
    for (const messageClass of [null, 0, 1, 2, 3] as const) {
      assert.deepEqual(readDataCoding(encodeDataCoding(alphabet, messageClass)), { ...plain, alphabet, messageClass });
    }
  }
});
