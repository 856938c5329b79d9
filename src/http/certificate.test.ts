import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { eventually } from '../../test/helpers/eventually.ts';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { rawRequest, type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { silentLogger } from '../support/logger.ts';
import { type CertificateFiles, readCertificate, watchCertificate } from './certificate.ts';
import { json, twoPeople } from './fixtures.ts';
import { type Listening, listen } from './listen.ts';
import { buildServer } from './server.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'test', 'fixtures');
const now = Date.UTC(2026, 10, 23);
let folder: string;
let files: CertificateFiles;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kp-tls-'));
  files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  await put('hub');
});
after(() => rm(folder, { recursive: true }));

async function put(name: string): Promise<void> {
  await copyFile(join(fixtures, `${name}.crt`), files.certFile);
  await copyFile(join(fixtures, `${name}.key`), files.keyFile);
}

describe('the certificate of the hub', () => {
  it('is read with the names that can be opened', () => {
    const { names, endsAt } = readCertificate(files, now);
    assert.deepEqual(names, ['hub.example.com', 'localhost']);
    assert.equal(endsAt, Date.UTC(2125, 0, 1));
  });

  it('is refused in one line that names the file and what to do', async () => {
    const other = { certFile: join(folder, 'other.crt'), keyFile: join(folder, 'other.key') };
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a-passphrase' },
    });
    await writeFile(other.certFile, 'no certificate');
    await writeFile(other.keyFile, privateKey);
    const { certFile, keyFile } = files;
    for (const [given, at, words] of [
      [{ certFile: join(folder, 'none'), keyFile }, now, /none \(KEYPIGEON_TLS_CERT\) cannot be read \(ENOENT\)/],
      [{ certFile, keyFile: folder }, now, /\(KEYPIGEON_TLS_KEY\) cannot be read \(EISDIR\)/],
      [{ certFile: other.certFile, keyFile }, now, /is no certificate in PEM form/],
      [{ certFile: keyFile, keyFile }, now, /is no certificate in PEM form/],
      [{ certFile, keyFile: certFile }, now, /is no private key in PEM form/],
      [{ certFile, keyFile: other.keyFile }, now, /has a passphrase/],
      [{ certFile, keyFile: join(fixtures, 'renewed.key') }, now, /does not belong to the certificate/],
      [files, Date.UTC(2125, 0, 2), /ended on 2125-01-01: renew it/],
      [files, Date.UTC(2024, 0, 1), /begins on 2025-01-01 only: check the clock/],
    ] as const) {
      assert.throws(
        () => readCertificate(given, at),
        (error: unknown) => {
          assert.ok(error instanceof KeypigeonError, String(error));
          assert.equal(error.code, 'certificate-unusable');
          assert.match(error.message, words);
          assert.doesNotMatch(error.message, /\n|a-passphrase/);
          return true;
        },
      );
    }
  });

  it('is followed as it is renewed, and what is wrong changes nothing and is said once', async () => {
    const clock = createManualClock(now);
    const said: string[] = [];
    const changes: string[] = [];
    const log = { ...silentLogger, warn: (_: object, words: string) => void said.push(words) };
    const first = readCertificate(files, now);
    const watch = watchCertificate(files, first, { clock, log, onChange: ({ cert }) => void changes.push(cert) });
    clock.advance(60_000);
    assert.deepEqual([said, changes], [[], []]);
    await copyFile(join(fixtures, 'renewed.crt'), files.certFile);
    clock.advance(60_000);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /does not belong .*; going on with the certificate of before$/);
    await put('renewed');
    clock.advance(60_000);
    assert.deepEqual(changes, [readCertificate(files, now).cert]);
    watch.close();
    await put('hub');
    clock.advance(60_000);
    assert.equal(changes.length, 1, 'it is closed');
  });

  it('says when its end is near', () => {
    const said: string[] = [];
    const log = { ...silentLogger, warn: (_: object, words: string) => void said.push(words) };
    const clock = createManualClock(Date.UTC(2124, 11, 28));
    const first = readCertificate(files, clock.now());
    watchCertificate(files, first, { clock, log, onChange: () => undefined }).close();
    assert.match(said.join(), /ends on 2125-01-01: renew it$/);
  });
});

describe('a hub with a certificate', () => {
  let served: ServedHub;
  let listening: Listening;
  const socketPath = () => join(folder, 'hub.sock');

  before(async () => {
    await put('hub');
    served = await serveHub(twoPeople);
    const names = { listenHost: '127.0.0.1', publicUrl: null, serveHosts: ['hub.example.com', 'hub.local'] };
    const tls = readCertificate(files, now);
    const place = { host: '127.0.0.1', port: 0, socketPath: socketPath(), tls };
    listening = await listen(buildServer(served.hub.api, names), place);
  });
  after(async () => {
    await listening.close();
    await served.close();
  });

  function ask(path: string, headers: Record<string, string> = {}, body?: string) {
    return new Promise<{ status: number; headers: Record<string, unknown>; name: string }>((resolve, reject) => {
      const method = body === undefined ? 'GET' : 'POST';
      const { port } = listening;
      const options = { host: '127.0.0.1', port, path, method, headers, rejectUnauthorized: false, agent: false };
      const outgoing = httpsRequest(options, (incoming) => {
        const name = String((incoming.socket as TLSSocket).getPeerCertificate().subject.CN);
        incoming
          .resume()
          .on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, name }));
      });
      outgoing.on('error', reject).end(body);
    });
  }

  it('speaks HTTPS on its address, and HTTP on the socket of the commands', async () => {
    assert.equal(listening.url, `https://127.0.0.1:${listening.port}`);
    assert.equal((await ask('/healthz')).status, 200);
    assert.equal((await rawRequest({ socketPath: socketPath(), path: '/api/v1/tokens' })).status, 200);
  });

  it('has secure cookies', async () => {
    const link = await served.api('/people', { method: 'POST', headers: json, body: '{"name":"Cleo"}' });
    const { link: made } = (await link.json()) as { link: { path: string } };
    const token = made.path.slice('/setup#'.length);
    const answer = await ask('/api/v1/setup', { ...json, host: 'hub.example.com' }, JSON.stringify({ token }));
    assert.equal(answer.status, 200);
    assert.match(String(answer.headers['set-cookie']), /^__Host-keypigeon=.*; Secure$/);
  });

  it('keeps browsers on HTTPS, by names that nothing else is served under', async () => {
    const hsts = async (host: string) => (await ask('/healthz', { host })).headers['strict-transport-security'];
    assert.equal(await hsts('hub.example.com'), 'max-age=15552000');
    for (const host of ['localhost', '127.0.0.1', 'hub.local']) assert.equal(await hsts(host), undefined, host);
    const plain = await rawRequest({ port: served.port, path: '/healthz' });
    assert.equal(plain.headers['strict-transport-security'], undefined);
  });

  it('sends on who comes by plain HTTP to look, and tells others', async () => {
    const { port } = listening;
    const look = await rawRequest({ port, path: '/messages?q=a', headers: { host: `hub.example.com:${port}` } });
    assert.deepEqual([look.status, look.headers.location], [308, `https://hub.example.com:${port}/messages?q=a`]);
    const sent = await rawRequest({ port, path: '/hooks/phone', method: 'POST' }, 'x');
    assert.equal(sent.status, 400);
    assert.match(sent.body, /speaks HTTPS: use the same address with https:/);
    const strange = await rawRequest({ port, path: '/', headers: { host: 'a.example/evil' } });
    assert.deepEqual([strange.status, strange.headers.location], [400, undefined]);
  });

  it('survives who says nothing sensible', async () => {
    for (const bytes of [Buffer.from([22, 3, 1, 0, 2, 9, 9]), Buffer.from('\0\0\0'), Buffer.alloc(0)]) {
      const socket = connect(listening.port, '127.0.0.1').on('error', () => undefined);
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.resume().end(bytes);
      await new Promise((resolve) => socket.once('close', resolve));
    }
    assert.equal((await ask('/healthz')).status, 200);
  });

  it('ends without waiting for who has said nothing yet', async () => {
    const names = { listenHost: '127.0.0.1', publicUrl: null, serveHosts: [] };
    const tls = readCertificate(files, now);
    const own = await listen(buildServer(served.hub.api, names), { host: '127.0.0.1', port: 0, socketPath: null, tls });
    const socket = connect(own.port, '127.0.0.1').on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
    await eventually(() => socket.readyState === 'open', 'it is open');
    const gone = new Promise((resolve) => socket.once('close', resolve));
    await Promise.all([own.close(), gone]);
  });

  it('takes a renewed certificate without ending what is open', async () => {
    const { port } = listening;
    const open = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false });
    await new Promise((resolve) => open.once('secureConnect', resolve));
    await put('renewed');
    listening.useCertificate(readCertificate(files, now));
    assert.equal((await ask('/healthz')).name, 'Keypigeon test renewed');
    let heard = '';
    open.on('data', (bytes) => {
      heard += String(bytes);
    });
    open.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await eventually(() => heard.startsWith('HTTP/1.1 200'), 'the old connection is answered');
    open.destroy();
  });
});
