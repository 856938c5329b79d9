import assert from 'node:assert/strict';
import { it } from 'node:test';
import { foldClientAddress } from './client-address.ts';

it('knows a device by one form, however its address is written', () => {
  const near = (raw: string) => foldClientAddress(raw)?.near;
  for (const raw of ['192.0.2.7', '::ffff:192.0.2.7', '::FFFF:c000:207', '0:0:0:0:0:ffff:c000:0207'])
    assert.deepEqual(foldClientAddress(raw), { near: '192.0.2.7', network: '192.0.2' }, raw);
  assert.notEqual(near('::ffff:c000:207'), near('::ffff:c000:208'));
  assert.equal(near('2001:db8::1'), near('2001:0DB8:0:0:ffff::2%eth0'));
  assert.notEqual(near('2001:db8::1'), near('2001:db8:0:1::1'));
  assert.equal(foldClientAddress('2001:db8::1')?.network, foldClientAddress('2001:db8:0:9::1')?.network);
  assert.equal(foldClientAddress('192.0.2.300'), undefined);
});
