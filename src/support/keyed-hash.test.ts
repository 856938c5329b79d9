import assert from 'node:assert/strict';
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { keyedHash } from './keyed-hash.ts';

it('is HMAC-SHA-256 as RFC 4231 has it (test cases 1 and 2)', () => {
  const hex = (key: Buffer, value: string) => keyedHash(createSecretKey(key))(value).toString('hex');
  assert.equal(
    hex(Buffer.alloc(20, 0x0b), 'Hi There'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  );
  assert.equal(
    hex(Buffer.from('Jefe'), 'what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

it('hashes values of every length and script as node:crypto does', () => {
  for (const keyBytes of [1, 32, 64]) {
    const key = createSecretKey(randomBytes(keyBytes));
    const hash = keyedHash(key);
    for (const value of ['', 'a', 'ü€😀'.repeat(40), '😀'.repeat(340), '€'.repeat(683), 'x'.repeat(70_000), 'ends']) {
      const expected = createHmac('sha256', key).update(value).digest('hex');
      assert.equal(hash(value).toString('hex'), expected, `${keyBytes} bytes, value of ${value.length}`);
    }
  }
});

it('takes no key that would have to be hashed first', () => {
  assert.throws(() => keyedHash(createSecretKey(Buffer.alloc(65))), /at most 64 bytes, got 65/);
});
