import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connectAsync, type MqttClient } from 'mqtt';
import { type EmbeddedBroker, startEmbeddedBroker } from '../src/destinations/embedded-broker.ts';
import { administrator } from '../src/domain/viewer.ts';
import { type HilinkSimulator, startHilinkSimulator } from '../src/simulators/hilink/simulator.ts';
import { listDeliveries } from '../src/store/deliveries.ts';
import { listMessages } from '../src/store/messages.ts';
import { silentLogger } from '../src/support/logger.ts';
import { eventually } from './helpers/eventually.ts';
import { openTestHub, type TestHub } from './helpers/program.ts';

describe('a text at a HiLink stick reaches MQTT', () => {
  let stick: HilinkSimulator;
  let broker: EmbeddedBroker;
  let hub: TestHub;
  let subscriber: MqttClient;
  const arrived: { topic: string; payload: string }[] = [];
  const credentials = { username: 'keypigeon', password: 'for-tests-only' };

  const yaml = () => `
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }]
sources: [{ id: stick, kind: hilink, line: burner, url: "${stick.url}", pollSeconds: 0.2 }]
destinations:
  - { id: desk, kind: mqtt, owner: ann, show: full, url: "${broker.url}", username: keypigeon, password: "\${BROKER_PASSWORD}", topic: sms/notify/kickback }
  - { id: led, kind: mqtt, owner: ann, url: "${broker.url}", username: keypigeon, password: "\${BROKER_PASSWORD}", topic: led, format: text }
`;
  const environment = { BROKER_PASSWORD: credentials.password };
  const on = (topic: string) => arrived.filter((one) => one.topic === topic).map((one) => one.payload);
  const messages = () => listMessages(hub.api.database, hub.api.keyring, administrator, { limit: 100 });

  before(async () => {
    stick = await startHilinkSimulator({ port: 0 });
    broker = await startEmbeddedBroker({ listen: '127.0.0.1:0', ...credentials, log: silentLogger });
    subscriber = await connectAsync(broker.url, credentials);
    subscriber.on('message', (topic, payload) => arrived.push({ topic, payload: payload.toString() }));
    await subscriber.subscribeAsync(['sms/notify/kickback', 'led']);
    stick.inject({ sender: '+15550100009', text: 'Your code is 111111' });
    hub = await openTestHub({ yaml: yaml(), environment });
    await eventually(() => hub.api.sources()[0]?.health.state === 'ok', 'the stick is read');
  });
  after(async () => {
    await hub.close();
    await subscriber.endAsync(true);
    await broker.close();
    await stick.close();
  });

  it('keeps what was there before as backlog, delivered nowhere', async () => {
    const [backlog] = await messages();
    assert.equal(backlog?.backlog, true);
    assert.equal(backlog?.code, '111111');
    assert.deepEqual(await listDeliveries(hub.api.database, administrator, { limit: 10 }), []);
    assert.deepEqual(arrived, []);
  });

  it('brings a new text to every destination, each as it is set', async () => {
    stick.inject({ sender: '+15550100004', text: '482913 is your Example verification code.' });
    await eventually(() => on('led').length === 1 && on('sms/notify/kickback').length === 1, 'both have it');
    assert.equal(on('led')[0], '482913');
    const json = JSON.parse(on('sms/notify/kickback')[0] ?? '{}') as Record<string, unknown>;
    assert.equal(json.code, '482913');
    assert.equal(json.text, '482913 is your Example verification code.');
    assert.equal(json.line, 'burner');
    assert.deepEqual(json.sources, ['stick']);
  });

  it('brings what came while the hub was away, once, after a restart', async () => {
    const before = on('led').length;
    await hub.stop();
    stick.inject({ sender: '+15550100004', text: 'Your code is 222222' });
    hub = await openTestHub({ yaml: yaml(), environment, folder: hub.folder });
    await eventually(() => on('led').length > before, 'it came');
    assert.deepEqual(on('led').slice(before), ['222222']);
    assert.equal((await messages()).filter((message) => message.code === '222222').length, 1);
  });

  it('delivers the whole of a text whose parts came late, as a second revision', async () => {
    const before = on('sms/notify/kickback').length;
    stick.inject({
      sender: '+15550100004',
      text: '',
      parts: ['Your code is 333333. ', 'Do not share it with anyone.'],
      partDelayMs: 1_000,
    });
    await eventually(() => on('sms/notify/kickback').length === before + 2, 'both revisions');
    const whole = JSON.parse(on('sms/notify/kickback').at(-1) ?? '{}') as Record<string, unknown>;
    assert.equal(whole.text, 'Your code is 333333. Do not share it with anyone.');
    const [message] = await messages();
    assert.equal(message?.revision, 2);
  });

  it('goes on after the stick rebooted', async () => {
    const before = on('led').length;
    stick.scenario({ reboot: { downMs: 700, simMs: 0 } });
    stick.inject({ sender: '+15550100004', text: 'Your code is 444444' });
    await eventually(() => on('led').slice(before).includes('444444'), 'it came after the reboot');
  });
});
