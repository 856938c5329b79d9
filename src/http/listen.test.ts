import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { rawRequest, type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { twoPeople } from './fixtures.ts';
import { addressForPeople, listen } from './listen.ts';
import { buildServer } from './server.ts';

describe('listen', () => {
  let served: ServedHub;
  let folder: string;

  before(async () => {
    served = await serveHub(twoPeople);
    folder = await mkdtemp(join(tmpdir(), 'kp-'));
  });
  after(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  const build = () => buildServer(served.hub.api, { listenHost: '127.0.0.1', publicUrl: null, serveHosts: [] });

  async function refusal(host: string, port: number, socketPath: string | null): Promise<KeypigeonError> {
    const error = await listen(build(), { host, port, socketPath }).then(
      () => new Error('it listens'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof KeypigeonError, String(error));
    assert.doesNotMatch(error.message, /\n/);
    return error;
  }

  it('makes the socket for its own user only, and takes who comes by it for the administrator', async () => {
    assert.equal((await stat(served.socketPath)).mode & 0o777, 0o600);
    const path = '/api/v1/tokens';
    assert.equal((await rawRequest({ socketPath: served.socketPath, path })).status, 200);
    assert.equal((await rawRequest({ port: served.port, path })).status, 401);
  });

  it('leaves the mask of the process as it was', () => {
    const mask = process.umask(0o022);
    process.umask(mask);
    assert.notEqual(mask, 0o177);
  });

  it('replaces a socket that a hub left behind, and removes its own', async (t) => {
    const socketPath = join(folder, 'stale.sock');
    const left: Server = createServer();
    await new Promise<void>((resolve) => left.listen(socketPath, resolve));
    t.after(() => new Promise((resolve) => left.close(resolve)));
    const listening = await listen(build(), { host: '127.0.0.1', port: 0, socketPath });
    assert.equal((await rawRequest({ socketPath, path: '/healthz' })).status, 200);
    await listening.close();
    await assert.rejects(stat(socketPath));
  });

  it('says in one line that the port is taken, and leaves nothing open', async () => {
    const socketPath = join(folder, 'unused.sock');
    const error = await refusal('127.0.0.1', served.port, socketPath);
    assert.equal(error.code, 'address-in-use');
    assert.match(error.message, new RegExp(`^127\\.0\\.0\\.1:${served.port} is taken .*KEYPIGEON_LISTEN`));
    await assert.rejects(stat(socketPath));
  });

  it('says that an address or a socket cannot be used', async () => {
    // 192.0.2.0/24 is for documentation (RFC 5737) and no machine's own.
    assert.equal((await refusal('192.0.2.1', 0, null)).code, 'address-unusable');
    const file = join(folder, 'a-file');
    await writeFile(file, 'keep me');
    assert.equal((await refusal('127.0.0.1', 0, file)).code, 'address-unusable');
    assert.equal((await stat(file)).size, 7);
    const long = await refusal('127.0.0.1', 0, join(folder, 'x'.repeat(120)));
    assert.match(long.message, /KEYPIGEON_DATA/);
  });

  it('writes its address for people', () => {
    assert.equal(addressForPeople('127.0.0.1', 7466), 'http://127.0.0.1:7466');
    assert.equal(addressForPeople('::1', 7466), 'http://[::1]:7466');
    assert.equal(addressForPeople('0.0.0.0', 7466), 'http://localhost:7466');
    assert.equal(addressForPeople('::', 7466), 'http://localhost:7466');
  });

  it('lets what runs finish when it closes, and takes no more', async () => {
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const handle = async () => {
      arrived();
      await answered;
      return { status: 200, body: 'taken' };
    };
    const api = { ...served.hub.api, hookHandler: () => handle };
    const server = buildServer(api, { listenHost: '127.0.0.1', publicUrl: null, serveHosts: [] });
    const { port, close } = await listen(server, { host: '127.0.0.1', port: 0, socketPath: null });
    const running = rawRequest({ port, path: '/hooks/phone', method: 'POST' });
    await arrival;
    const closed = close();
    await assert.rejects(rawRequest({ port, path: '/healthz' }), { code: 'ECONNREFUSED' });
    answer();
    assert.equal((await running).body, 'taken');
    await closed;
  });
});
