import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connectAsync, type MqttClient } from 'mqtt';
import { type EmbeddedBroker, startEmbeddedBroker } from '../src/destinations/embedded-broker.ts';
import { administrator } from '../src/domain/viewer.ts';
import { type SerialSimulator, startSerialSimulator } from '../src/simulators/serial/simulator.ts';
import { listDeliveries } from '../src/store/deliveries.ts';
import { listMessages } from '../src/store/messages.ts';
import { silentLogger } from '../src/support/logger.ts';
import { eventually } from './helpers/eventually.ts';
import { openTestHub, type TestHub } from './helpers/program.ts';

const sender = '+15550100004';
const rest = ' Never tell it to anyone, whoever asks for it; we never do.'.repeat(4);

describe('a text at a serial modem reaches MQTT', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keypigeon-'));
  const link = join(folder, 'modem');
  let modem: SerialSimulator;
  let broker: EmbeddedBroker;
  let hub: TestHub;
  let subscriber: MqttClient;
  const arrived: Record<string, unknown>[] = [];
  const credentials = { username: 'keypigeon', password: 'for-tests-only' };

  const yaml = () => `
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }]
sources: [{ id: tty, kind: serial, line: burner, path: "${link}", noteIncompleteAfterSeconds: 1 }]
destinations:
  - { id: desk, kind: mqtt, owner: ann, show: full, url: "${broker.url}", username: keypigeon, password: "\${BROKER_PASSWORD}", topic: codes }
`;
  const open = (folder?: string) =>
    openTestHub({
      yaml: yaml(),
      environment: { BROKER_PASSWORD: credentials.password },
      ...(folder === undefined ? {} : { folder }),
    });
  const codes = () => arrived.map(({ code }) => code);
  const messages = () => listMessages(hub.api.database, hub.api.keyring, administrator, { limit: 100 });
  const isRead = () => eventually(() => hub.api.sources()[0]?.health.state === 'ok', 'the modem is read');
  const isEmpty = () => eventually(() => modem.state().stored.length === 1, 'only what was there before is left');

  before(async () => {
    modem = await startSerialSimulator({ link, latencyMs: 2, messageMs: 1 });
    broker = await startEmbeddedBroker({ listen: '127.0.0.1:0', ...credentials, log: silentLogger });
    subscriber = await connectAsync(broker.url, credentials);
    subscriber.on('message', (_topic, payload) =>
      arrived.push(JSON.parse(payload.toString()) as Record<string, unknown>),
    );
    await subscriber.subscribeAsync('codes');
    modem.deliver({ sender, text: 'Your code is 111111' });
    hub = await open();
    await isRead();
  });
  after(async () => {
    await hub.close();
    await subscriber.endAsync(true);
    await broker.close();
    modem.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps what was there before as backlog, delivered nowhere', async () => {
    const [backlog] = await messages();
    assert.equal(backlog?.backlog, true);
    assert.equal(backlog?.code, '111111');
    assert.deepEqual(await listDeliveries(hub.api.database, administrator, { limit: 10 }), []);
    assert.deepEqual(arrived, []);
    assert.equal(modem.state().stored.length, 1);
  });

  it('brings a new text, and deletes it on the card', async () => {
    modem.deliver({ sender, text: '482913 is your Example verification code.' });
    await eventually(() => codes().includes('482913'), 'it came');
    const { text, line, sources } = arrived.at(-1) ?? {};
    assert.equal(text, '482913 is your Example verification code.');
    assert.deepEqual([line, sources], ['burner', ['tty']]);
    await isEmpty();
  });

  it('brings a text of several parts once, whole', async () => {
    const text = `Your code is 222222.${rest}`;
    assert.ok(modem.deliver({ sender, text }) > 1);
    await eventually(() => codes().includes('222222'), 'it came');
    await isEmpty();
    assert.deepEqual(
      arrived.filter(({ code }) => code === '222222').map((one) => one.text),
      [text],
    );
    assert.equal((await hub.api.database.read.selectFrom('parts').selectAll().execute()).length, 0);
  });

  it('brings what came while the hub was away, once, after a restart', async () => {
    await hub.stop();
    modem.deliver({ sender, text: 'Your code is 333333' });
    hub = await open(hub.folder);
    await eventually(() => codes().includes('333333'), 'it came');
    await isEmpty();
    assert.equal((await messages()).filter(({ code }) => code === '333333').length, 1);
    assert.equal(codes().filter((code) => code === '333333').length, 1);
  });

  it('goes on when the modem was pulled out and is back under another name', async () => {
    await isRead();
    modem.unplug();
    await eventually(() => hub.api.sources()[0]?.health.state === 'failing', 'it is noticed');
    modem.deliver({ sender, text: `Your code is 444444.${rest}` });
    await modem.replug();
    await eventually(() => codes().includes('444444'), 'it came');
    await isEmpty();
    await isRead();
    assert.equal((await messages()).filter(({ code }) => code === '444444').length, 1);
  });
});
