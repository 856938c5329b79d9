import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { rawRequest, type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { pathSecret, twoPeople } from './fixtures.ts';

describe('attacks by the Host header', () => {
  let served: ServedHub;

  before(async () => {
    const yaml = `${twoPeople}\nnetwork: { serveHosts: [hub.lan] }\n`;
    served = await serveHub(yaml, { publicUrl: 'https://codes.example.org/', serveHosts: ['Desk.Local'] });
  });
  after(() => served.close());

  const ask = async (host: string, path = '/healthz', method = 'GET') =>
    (await rawRequest({ port: served.port, path, method, headers: { host } })).status;

  it('answers to its own names, with and without a port', async () => {
    const names = [
      'localhost',
      'LOCALHOST',
      'localhost.',
      '127.0.0.1',
      '[::1]',
      'codes.example.org',
      'desk.local',
      'hub.lan',
    ];
    for (const name of names) {
      assert.equal(await ask(name), 200, name);
      assert.equal(await ask(`${name}:${served.port}`), 200, name);
    }
  });

  it('answers 421 to a foreign name, on every path', async () => {
    const secretPath = `/hooks/phone/${pathSecret}`;
    for (const path of [
      '/healthz',
      '/readyz',
      '/metrics',
      '/api/v1/messages',
      '/api/openapi.json',
      '/nothing',
      secretPath,
    ]) {
      assert.equal(await ask('evil.example', path), 421, path);
    }
    assert.equal(await ask('evil.example', secretPath, 'POST'), 421);
  });

  it('is not fooled by how a name is written', async () => {
    const names = [
      'localhost.evil.example',
      'evil.example:127.0.0.1',
      'evil.example#localhost',
      'localhost@evil.example',
      'user@localhost',
      'localhost:80:80',
      'localhost:port',
      '127.0.0.1.nip.io',
      '127.1',
      '0.0.0.0',
      '[::1',
      '[::ffff:127.0.0.1]',
      'localhost evil.example',
      'localhost,evil.example',
      'codes.example.org.evil.example',
    ];
    for (const name of names) assert.equal(await ask(name), 421, `"${name}"`);
  });

  it('takes names of a changed configuration at once', async () => {
    assert.equal(await ask('new.lan'), 421);
    const body = `${twoPeople}\nnetwork: { serveHosts: [new.lan] }\n`;
    const headers = { 'content-type': 'application/yaml' };
    assert.equal((await served.api('/configuration', { method: 'PUT', headers, body })).status, 200);
    assert.equal(await ask('new.lan'), 200);
    assert.equal(await ask('hub.lan'), 421);
  });

  it('asks nothing of the local socket', async () => {
    const answer = await rawRequest({
      socketPath: served.socketPath,
      path: '/healthz',
      headers: { host: 'whatever' },
    });
    assert.equal(answer.status, 200);
  });
});
