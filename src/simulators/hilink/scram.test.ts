import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scramKeys } from './scram.ts';

test('the proof and the signature of a known login come out, with the swapped HMAC', () => {
  const firstNonce = '6513d4a1bfa0d6b3a7e3320dc6b3b1cd703a479d4958b5e1462658d75f0c5029';
  const salt = 'ef08b9902cfb555135d098952c6d4ce629d52a3e835d4831147c96081538113c';
  const keys = scramKeys('test', salt, 100, firstNonce, `${firstNonce}BsP0n8rghqsOgEbevsDvKnn0eCjBfed2`);
  assert.equal(keys.clientProof, 'efc134fac358b3e148c62714eae94edda8143840e4e13f12f723defefa9dca1f');
  assert.equal(keys.serverKey.toString('hex'), '8ee587edc8176a5b524c42fc91daf9b4223e94070c624cc7c0c2a414bc117e56');
  assert.equal(keys.serverSignature, 'e926be337454a1d7213f21de17a3e5ee8cc537f6f5fae54dea20ffb3b0c660de');
});
