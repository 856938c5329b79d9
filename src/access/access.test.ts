import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { delayAfter } from '../store/sign-in-delays.ts';
import { networkOf } from './network.ts';
import { checkPassword } from './password.ts';
import { siteOf } from './site.ts';

describe('the site of a request', () => {
  const at = (more: Partial<Parameters<typeof siteOf>[0]>) =>
    siteOf({ host: '192.168.1.5:7466', origin: undefined, publicUrl: null, encrypted: false, ...more });

  it('is plain HTTP at a private address, without passkeys', () => {
    assert.deepEqual([at({})?.secure, at({})?.rpId], [false, null]);
    assert.match(at({})?.whyNoPasskeys ?? '', /never to an address/);
  });

  it('is that of publicUrl behind a proxy, whatever name the proxy calls', () => {
    const publicUrl = 'https://codes.example.com';
    for (const host of ['codes.example.com', '127.0.0.1:7466']) {
      const site = at({ host, publicUrl, origin: publicUrl });
      assert.deepEqual([site?.origin, site?.secure, site?.rpId], [publicUrl, true, 'codes.example.com']);
    }
    assert.equal(at({ host: 'codes.example.com', publicUrl, origin: 'http://codes.example.com' }), null);
  });

  it('has no foreign origin', () => {
    for (const origin of ['null', 'https://evil.example', 'http://192.168.1.5', 'http://192.168.1.5:7466/'])
      assert.equal(at({ origin }), null, origin);
  });
});

it('a network is an IPv4 address or an IPv6 /56', () => {
  assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7');
  assert.equal(networkOf('2001:db8:1:2ff::1'), networkOf('2001:db8:1:200:9:9:9:9'));
  assert.notEqual(networkOf('2001:db8:1:200::1'), networkOf('2001:db8:1:300::1'));
});

it('delays begin behind the free tries, double, and end at 15 minutes', () => {
  assert.deepEqual(
    [3, 4, 5, 6, 30].map((failures) => delayAfter(failures, 3)),
    [0, 1_000, 2_000, 4_000, 900_000],
  );
});

it('a password is long and no name', () => {
  const ann = { id: 'ann', name: 'Ann Example' };
  for (const bad of ['short', 'aaaaaaaaaaaaaaaa', 'passwordpassword1', 'Ann Example 1'])
    assert.throws(() => checkPassword(bad, ann));
  checkPassword('four random words here', ann);
});
