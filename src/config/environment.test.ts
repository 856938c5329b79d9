import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { readEnvironment } from './environment.ts';

test('nothing set: SQLite in ./data, loopback, info', () => {
  const data = resolve('data');
  assert.deepEqual(readEnvironment({ HOME: '/root', KEYPIGEON_CONFIG: '' }), {
    dataFolder: data,
    configFile: { path: `${data}/keypigeon.yaml`, required: false },
    databaseUrl: null,
    listen: { host: '127.0.0.1', port: 7466 },
    tls: null,
    publicUrl: null,
    keyFile: `${data}/keypigeon.key`,
    logLevel: 'info',
  });
});

test('everything set', () => {
  const settings = readEnvironment({
    KEYPIGEON_DATA: '/srv/k',
    KEYPIGEON_CONFIG: '/etc/k.yaml',
    KEYPIGEON_DATABASE_URL: 'postgres://k:hunter2@db/k',
    KEYPIGEON_LISTEN: '[::1]:0',
    KEYPIGEON_TLS_CERT: '/etc/k/cert.pem',
    KEYPIGEON_TLS_KEY: '/etc/k/key.pem',
    KEYPIGEON_PUBLIC_URL: 'https://codes.example.com/hub/',
    KEYPIGEON_KEY_FILE: '/run/secrets/key',
    KEYPIGEON_LOG_LEVEL: 'DEBUG',
    KEYPIGEON_SLACK_HOOK: "the user's own",
  });
  assert.deepEqual(settings, {
    dataFolder: '/srv/k',
    configFile: { path: '/etc/k.yaml', required: true },
    databaseUrl: 'postgres://k:hunter2@db/k',
    listen: { host: '::1', port: 0 },
    tls: { certFile: '/etc/k/cert.pem', keyFile: '/etc/k/key.pem' },
    publicUrl: 'https://codes.example.com/hub',
    keyFile: '/run/secrets/key',
    logLevel: 'debug',
  });
});

test('a port alone is on loopback', () => {
  assert.deepEqual(readEnvironment({ KEYPIGEON_LISTEN: '8080' }).listen, { host: '127.0.0.1', port: 8080 });
});

const wrong: [name: string, value: string, words: RegExp][] = [
  ['KEYPIGEON_LISTEN', '127.0.0.1', /expected address:port/],
  ['KEYPIGEON_LISTEN', '127.0.0.1:99999', /expected address:port/],
  ['KEYPIGEON_LISTEN', '::1:80', /expected address:port/],
  ['KEYPIGEON_DATABASE_URL', 'mysql://k:hunter2@db/k', /expected postgres:\/\/user/],
  ['KEYPIGEON_DATABASE_URL', 'hunter2', /expected postgres:\/\/user/],
  ['KEYPIGEON_PUBLIC_URL', 'codes.example.com', /expected an address as https/],
  ['KEYPIGEON_PUBLIC_URL', 'https://ann:hunter2@codes.example.com', /expected an address as https/],
  ['KEYPIGEON_LOG_LEVEL', 'loud', /expected one of fatal, error/],
  ['KEYPIGEON_LISTN', '1', /did you mean KEYPIGEON_LISTEN/],
];

for (const [name, value, words] of wrong) {
  test(`refuses ${name}=${value.replace('hunter2', '…')} in one line`, () => {
    assert.throws(
      () => readEnvironment({ [name]: value }),
      (error) =>
        error instanceof Error &&
        words.test(error.message) &&
        !/hunter2|\n/.test(error.message) &&
        error.message.includes(name),
    );
  });
}
