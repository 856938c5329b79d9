import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Aedes } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';
import { type HilinkSimulator, startHilinkSimulator } from '../../src/simulators/hilink/simulator.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { openTestHub, type TestHub } from '../../test/helpers/program.ts';

describe('example hilink-to-mqtt', () => {
  let stick: HilinkSimulator;
  let broker: Aedes;
  let server: Server;
  let hub: TestHub;
  let subscriber: MqttClient;
  const published: Record<string, string>[] = [];

  before(async () => {
    stick = await startHilinkSimulator();
    broker = await Aedes.createBroker();
    server = createServer(broker.handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`;
    subscriber = await connectAsync(url);
    subscriber.on('message', (_topic, payload) =>
      published.push(JSON.parse(payload.toString()) as Record<string, string>),
    );
    await subscriber.subscribeAsync('sms/notify/kickback');
    hub = await openTestHub({
      yaml: readFileSync(new URL('keypigeon.yaml', import.meta.url), 'utf8'),
      environment: { STICK_URL: stick.url, MQTT_URL: url },
    });
    await eventually(() => hub.api.sources()[0]?.health.state === 'ok', 'the stick is read');
  });
  after(async () => {
    await hub.close();
    await subscriber.endAsync(true);
    await new Promise<void>((resolve) => broker.close(resolve));
    server.close();
    await stick.close();
  });

  it("publishes a text in the stick's own fields", async () => {
    stick.inject({ sender: '+15550100004', text: 'Your Example code is 482913' });
    await eventually(() => published.length === 1, 'published');
    const [message] = published;
    assert.equal(message?.Phone, '+15550100004');
    assert.equal(message?.Content, 'Your Example code is 482913');
    assert.deepEqual(Object.keys(message ?? {}).sort(), [
      'Content',
      'Date',
      'Index',
      'Phone',
      'Priority',
      'SaveType',
      'Sca',
      'SmsType',
      'Smstat',
    ]);
  });
});
