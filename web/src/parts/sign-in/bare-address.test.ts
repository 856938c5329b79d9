import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBareAddress } from './bare-address.ts';

test('addresses are told from names', () => {
  for (const address of ['192.168.1.5', '127.0.0.1', '[::1]']) assert.equal(isBareAddress(address), true, address);
  for (const name of ['localhost', 'hub.home.arpa', '1.2.3.4.example']) assert.equal(isBareAddress(name), false, name);
});
