import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findStep, stepsAround, toBase32, totpAt } from './totp.ts';

describe('TOTP', () => {
  it('is what RFC 6238 appendix B has', () => {
    const secret = Buffer.from('12345678901234567890');
    const vectors: [seconds: number, code: string][] = [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_234_567_890, '005924'],
      [20_000_000_000, '353130'],
    ];
    for (const [seconds, code] of vectors) {
      assert.equal(totpAt(secret, Math.floor(seconds / 30)), code);
      assert.equal(findStep(secret, code, stepsAround(seconds * 1000)), Math.floor(seconds / 30));
      assert.equal(findStep(secret, code, stepsAround(seconds * 1000 + 90_000)), undefined);
    }
    assert.equal(toBase32(secret), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });
});
