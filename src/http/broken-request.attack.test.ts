import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { pathSecret, twoPeople } from './fixtures.ts';

describe('attacks by broken and slow requests', () => {
  let served: ServedHub;

  before(async () => {
    const timeouts = { headersTimeout: 200, requestTimeout: 300, connectionsCheckingInterval: 20 };
    served = await serveHub(twoPeople, { timeouts });
  });
  after(() => served.close());

  /** Writes once and waits until the server ends the connection. */
  function speak(words: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let heard = '';
      const connection = connect(served.port, '127.0.0.1', () => connection.write(words));
      connection.setEncoding('utf8');
      connection.on('data', (piece: string) => {
        heard += piece;
      });
      connection.on('end', () => connection.end());
      connection.on('close', () => resolve(heard));
      connection.on('error', reject);
    });
  }

  it('ends a body that never comes', async () => {
    const head = `POST /hooks/phone/${pathSecret} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{"text":`;
    const answer = await speak(head);
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.match(answer, /"code":"request-timeout"/);
  });

  it('ends headers that never end', async () => {
    assert.match(await speak('GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-slow: '), /^HTTP\/1\.1 408 /);
  });

  it('answers what is not HTTP, and headers beyond measure', async () => {
    const broken = await speak('hello?\r\n\r\n');
    assert.match(broken, /^HTTP\/1\.1 400 /);
    assert.match(broken, /content-type: application\/problem\+json/);
    const huge = `GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-huge: ${'x'.repeat(20_000)}\r\n\r\n`;
    assert.match(await speak(huge), /^HTTP\/1\.1 431 [\s\S]*"code":"headers-too-large"/);
  });

  it('refuses two lengths at once, so that nothing is smuggled', async () => {
    const both =
      'POST /hooks/phone/x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n';
    assert.match(await speak(`${both}0\r\n\r\nGET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n`), /^HTTP\/1\.1 400 /);
  });

  it('answers 421 to no name at all, and to one that only the request line has', async () => {
    assert.match(await speak('GET /healthz HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 421 /);
    assert.match(await speak('GET /healthz HTTP/1.1\r\nhost:\r\nconnection: close\r\n\r\n'), /^HTTP\/1\.1 421 /);
    const absolute = 'GET http://localhost/healthz HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n';
    assert.match(await speak(absolute), /^HTTP\/1\.1 421 /);
  });

  it('does not mind what a caller expects, as it may (RFC 9110 §10.1.1)', async () => {
    const expecting = 'GET /healthz HTTP/1.1\r\nhost: localhost\r\nexpect: the-unexpected\r\nconnection: close\r\n\r\n';
    assert.match(await speak(expecting), /^HTTP\/1\.1 200 /);
  });

  it('lives on', async () => {
    assert.equal((await fetch(`${served.url}/healthz`)).status, 200);
  });
});
