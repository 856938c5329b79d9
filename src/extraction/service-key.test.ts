import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalService, serviceKey } from './service-key.ts';

test('all names of a service are one', () => {
  for (const name of ['GitHub', 'github', 'Git Hub', 'git-hub', ' GITHUB ', 'github.com', 'www.github.com'])
    assert.deepEqual([canonicalService(name), serviceKey(name)], ['GitHub', 'github'], name);
  assert.equal(serviceKey('支付宝'), serviceKey('Alipay'));
  assert.equal(serviceKey('Amazon Web Services'), serviceKey('AWS'));
});

test('a name that no table has is compared without case, spaces and hyphens', () => {
  assert.equal(canonicalService('  My  Bakery '), 'My Bakery');
  assert.equal(serviceKey('My Bakery'), serviceKey('my-bakery'));
  assert.notEqual(serviceKey('My Bakery'), serviceKey('My Butcher'));
  assert.notEqual(serviceKey('---'), '');
});
