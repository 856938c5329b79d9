import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import mqtt from 'mqtt';
import { KeypigeonError } from '../domain/errors.ts';
import { silentLogger } from '../support/logger.ts';
import { startEmbeddedBroker } from './embedded-broker.ts';

const options = { listen: '127.0.0.1:0', username: 'ann', password: 'right', log: silentLogger };

function connect(url: string, username?: string, password?: string) {
  const credentials = username === undefined ? {} : { username, ...(password === undefined ? {} : { password }) };
  return mqtt.connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, ...credentials }, false);
}

test('a client with the credentials publishes and subscribes, others are refused', async () => {
  const broker = await startEmbeddedBroker(options);
  try {
    const client = await connect(broker.url, 'ann', 'right');
    await client.subscribeAsync('a/#', { qos: 1 });
    const arrived = new Promise<string>((resolve) =>
      client.once('message', (_topic, payload) => resolve(String(payload))),
    );
    await client.publishAsync('a/b', 'hello', { qos: 1 });
    assert.equal(await arrived, 'hello');
    await client.endAsync();
    await assert.rejects(connect(broker.url, 'ann', 'wrong'), /Bad username or password/);
    await assert.rejects(connect(broker.url, 'eve', 'right'), /Bad username or password/);
    await assert.rejects(connect(broker.url), /Bad username or password/);
  } finally {
    await broker.close();
  }
});

test('closing ends its clients and frees the port', async () => {
  const broker = await startEmbeddedBroker(options);
  const client = await connect(broker.url, 'ann', 'right');
  const ended = new Promise<void>((resolve) => client.once('close', () => resolve()));
  await broker.close();
  await ended;
  await client.endAsync(true);
  const again = await startEmbeddedBroker({ ...options, listen: new URL(broker.url).host });
  await again.close();
});

test('a taken port and an open address are told in one line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await assert.rejects(startEmbeddedBroker({ ...options, listen: `127.0.0.1:${port}` }), (error) => {
    assert.ok(error instanceof KeypigeonError && error.code === 'address-in-use');
    assert.match(error.message, new RegExp(`127.0.0.1:${port} .*broker.listen`));
    return true;
  });
  await new Promise((resolve) => other.close(resolve));
  for (const listen of ['0.0.0.0:1883', '127.0.0.1', '127.0.0.1:99999', '192.0.2.1:1883'])
    await assert.rejects(
      startEmbeddedBroker({ ...options, listen }),
      (error) => error instanceof KeypigeonError && error.code === 'invalid-configuration',
    );
});
