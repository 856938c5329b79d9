import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import type { StoredConfiguration } from '../store/configuration.ts';
import { createHostCheck } from './hosts.ts';

const configuration = {
  publicUrl: null,
  network: { allowHosts: [], serveHosts: [], trustedProxies: ['127.0.0.0/8', '::1'] },
} as unknown as StoredConfiguration;

function answers(listenHost: string, host: string, localAddress: string): boolean {
  const check = createHostCheck({ listenHost, publicUrl: null, serveHosts: [] }, () => configuration);
  return check({ headers: { host }, socket: { localAddress } } as unknown as IncomingMessage);
}

describe('createHostCheck', () => {
  it('knows the listen address', () => {
    assert.ok(answers('192.0.2.7', '192.0.2.7:7466', '192.0.2.7'));
    assert.ok(!answers('192.0.2.7', '192.0.2.8', '192.0.2.7'));
    assert.ok(answers('2001:db8::7', '[2001:db8::7]:7466', '2001:db8::7'));
  });

  it('takes the address that the connection came to where it listens on all', () => {
    assert.ok(answers('0.0.0.0', '192.0.2.7:7466', '192.0.2.7'));
    assert.ok(answers('::', '192.0.2.7:7466', '::ffff:192.0.2.7'));
    assert.ok(answers('::', '[2001:db8::7]', '2001:db8::7'));
    assert.ok(!answers('0.0.0.0', '192.0.2.8', '192.0.2.7'));
    assert.ok(!answers('0.0.0.0', 'rebound.example', '192.0.2.7'));
    assert.ok(!answers('127.0.0.1', '192.0.2.7', '192.0.2.7'));
  });
});
