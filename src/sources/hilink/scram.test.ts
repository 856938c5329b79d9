import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientProof } from './scram.ts';

test('computes the proof that the stock web page computes', async () => {
  const firstNonce = '6513d4a1bfa0d6b3a7e3320dc6b3b1cd703a479d4958b5e1462658d75f0c5029';
  const proof = await clientProof('test', {
    firstNonce,
    serverNonce: `${firstNonce}BsP0n8rghqsOgEbevsDvKnn0eCjBfed2`,
    salt: 'ef08b9902cfb555135d098952c6d4ce629d52a3e835d4831147c96081538113c',
    iterations: 100,
  });
  assert.equal(proof, 'efc134fac358b3e148c62714eae94edda8143840e4e13f12f723defefa9dca1f');
});
