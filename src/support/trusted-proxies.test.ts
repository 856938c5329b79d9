import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callerOf, readTrustedProxies, usualProxies } from './trusted-proxies.ts';

describe('trusted proxies', () => {
  const proxies = readTrustedProxies(['127.0.0.0/8', '10.0.0.0/8', '172.18.0.2', '2001:db8:1::/48', 'fd00::1']);

  it('take the last address that no proxy of ours has', () => {
    const cases: [string, string, string][] = [
      ['172.18.0.2', '203.0.113.5', '203.0.113.5'],
      ['172.18.0.2', '198.51.100.1, 203.0.113.5', '203.0.113.5'],
      ['172.18.0.2', '198.51.100.1, 203.0.113.5, 10.1.2.3', '203.0.113.5'],
      ['172.18.0.2', '127.0.0.1, 203.0.113.5 , 10.1.2.3,127.0.0.1', '203.0.113.5'],
      ['::ffff:172.18.0.2', '::FFFF:203.0.113.5', '203.0.113.5'],
      ['2001:db8:1:2::3', '2001:DB8:2::9', '2001:db8:2::9'],
      ['fd00::1', '[2001:db8:2::9]:4711', '2001:db8:2::9'],
      ['10.0.0.1', '203.0.113.5:4711', '203.0.113.5'],
      ['10.0.0.1', '10.0.0.7, 10.0.0.8', '10.0.0.7'],
    ];
    for (const [peer, forwarded, caller] of cases)
      assert.equal(callerOf(peer, forwarded, proxies), caller, `${peer} says ${forwarded}`);
  });

  it('believe nobody else, and nothing before what is no address', () => {
    const cases: [string, string, string][] = [
      ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
      ['172.18.0.3', '198.51.100.1', '172.18.0.3'],
      ['172.18.0.2', '', '172.18.0.2'],
      ['172.18.0.2', '198.51.100.1, unknown', '172.18.0.2'],
      ['172.18.0.2', '198.51.100.1, ', '172.18.0.2'],
      ['172.18.0.2', '198.51.100.1, 999.1.1.1, 10.0.0.1', '10.0.0.1'],
      ['172.18.0.2', '203.0.113.5, 198.51.100.1:port', '172.18.0.2'],
      ['fd00::2', '198.51.100.1', 'fd00::2'],
      ['fe80::1%eth0', '198.51.100.1', 'fe80::1'],
      ['', '198.51.100.1', ''],
    ];
    for (const [peer, forwarded, caller] of cases)
      assert.equal(callerOf(peer, forwarded, proxies), caller, `${peer} says ${forwarded}`);
    assert.equal(callerOf('127.0.0.1', '198.51.100.1', readTrustedProxies([])), '127.0.0.1');
    for (const peer of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
      assert.equal(callerOf(peer, '198.51.100.1', readTrustedProxies(usualProxies)), '198.51.100.1');
  });

  it('say in one line which entry is none', () => {
    for (const entry of [
      'proxy.lan',
      '10.0.0.0/33',
      '10.0.0.0/',
      '10.0.0/8',
      '::1/129',
      '10.0.0.0/8/8',
      '1.2.3.4:80',
      '',
    ])
      assert.throws(() => readTrustedProxies([entry]), {
        name: 'TypeError',
        message: `"${entry}" in trustedProxies is not an address or a block; expected one such as 172.18.0.2 or 10.0.0.0/8`,
      });
    for (const entry of ['0.0.0.0/0', '::/0', '0.0.0.0/00'])
      assert.throws(() => readTrustedProxies([entry]), /is every address; expected those of your proxies alone$/);
  });
});
