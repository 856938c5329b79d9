import assert from 'node:assert/strict';
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import mqttClient, { type MqttClient } from 'mqtt';
import { PermanentDeliveryError, TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import { startMqtt5Broker } from '../simulators/mqtt5-broker.ts';
import { silentLogger } from '../support/logger.ts';
import type { Destination } from './destination.ts';
import { type EmbeddedBroker, startEmbeddedBroker } from './embedded-broker.ts';
import { noEnd, testContext, testOutgoing } from './fixtures.ts';
import { mqtt } from './mqtt.ts';

const credentials = { username: 'ann', password: 'right' };
const broker: EmbeddedBroker = await startEmbeddedBroker({ listen: '127.0.0.1:0', ...credentials, log: silentLogger });
after(() => broker.close());

function open(settings: object, changes = {}): Destination {
  return mqtt.open(mqtt.config.parse({ url: broker.url, ...credentials, ...settings }), testContext(changes));
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 5000; !holds(); await new Promise((resolve) => setTimeout(resolve, 10)))
    assert.ok(Date.now() < end, `waited in vain until ${what}`);
}

interface Heard {
  topic: string;
  payload: string;
  retain: boolean;
}

async function listenTo(topic: string): Promise<{ heard: Heard[]; client: MqttClient; on(topic: string): Heard[] }> {
  const client = await mqttClient.connectAsync(broker.url, { ...credentials, protocolVersion: 4 });
  const heard: Heard[] = [];
  client.on('message', (name, payload, packet) =>
    heard.push({ topic: name, payload: payload.toString(), retain: packet.retain }),
  );
  await client.subscribeAsync(topic, { qos: 1 });
  return { heard, client, on: (name) => heard.filter((one) => one.topic === name) };
}

test('a message reaches a subscriber of the chosen topic as JSON, and is not retained', async () => {
  const subscriber = await listenTo('one/#');
  const destination = open({ topic: 'one/codes', baseTopic: 'one' });
  const receivedAt = Date.UTC(2026, 10, 22, 12, 0, 0);
  const deliverUntil = Date.now() + 60_000;
  await destination.send(testOutgoing({ receivedAt, deliverUntil, expiresAt: receivedAt + 300_000 }), noEnd);
  await until(() => subscriber.on('one/codes').length === 1, 'the message is there');
  assert.deepEqual(JSON.parse(subscriber.on('one/codes')[0]?.payload ?? ''), {
    id: '01890000-0000-7000-8000-000000000a01',
    line: 'burner',
    sender: '+15550100004',
    code: '482913',
    service: 'GitHub',
    receivedAt: '2026-11-22T12:00:00.000Z',
    expiresAt: '2026-11-22T12:05:00.000Z',
    sources: ['stick'],
  });
  const later = await listenTo('one/codes');
  await later.client.publishAsync('one/codes', 'end', { qos: 1 });
  await until(() => later.heard.length > 0, 'something is there');
  assert.deepEqual(later.heard, [{ topic: 'one/codes', payload: 'end', retain: false }]);
  await Promise.all([destination.close(), subscriber.client.endAsync(), later.client.endAsync()]);
});

test('online and offline stand retained on the state topic', async () => {
  const destination = open({ baseTopic: 'two' });
  await destination.start?.();
  await until(() => destination.health().state === 'ok', 'it is connected');
  const subscriber = await listenTo('two/bridge/state');
  await until(() => subscriber.heard.length === 1, 'the state is there');
  assert.deepEqual(subscriber.heard[0], { topic: 'two/bridge/state', payload: 'online', retain: true });
  await destination.close();
  await until(() => subscriber.heard.length === 2, 'the goodbye is there');
  assert.equal(subscriber.heard[1]?.payload, 'offline');
  assert.equal(destination.health().state, 'off');
  await subscriber.client.endAsync();
});

test('a connection that dies is announced by the last will, and is there again within moments', async () => {
  const relay = await startRelay(broker.url);
  const subscriber = await listenTo('three/#');
  const destination = open({ url: relay.url, baseTopic: 'three' });
  await destination.send(testOutgoing(), noEnd);
  const states = () => subscriber.on('three/bridge/state').map((one) => one.payload);
  await until(() => states().at(-1) === 'online', 'online is said');
  relay.cut();
  await until(() => states().includes('offline'), 'the last will is said');
  await until(() => states().at(-1) === 'online', 'online is said again');
  await destination.send(testOutgoing({ messageId: 'm2' }), noEnd);
  await until(() => subscriber.on('three/message').length === 2, 'both messages are there');
  await Promise.all([destination.close(), subscriber.client.endAsync()]);
  await relay.close();
});

test('where several share a state topic it says online until the last of them is closed', async (t) => {
  const subscriber = await listenTo('shared/bridge/state');
  const destinations = [open({ baseTopic: 'shared' }), open({ baseTopic: 'shared', topic: 'shared/led' })];
  t.after(() => Promise.all([subscriber.client.endAsync(), ...destinations.map((one) => one.close())]));
  for (const destination of destinations) await destination.start?.();
  await until(() => destinations.every((one) => one.health().state === 'ok'), 'both are connected');
  const states = () => subscriber.heard.map((one) => one.payload);
  await destinations[0]?.close();
  await until(() => states().includes('offline') && states().at(-1) === 'online', 'online is said again');
  await destinations[1]?.close();
  await until(() => states().at(-1) === 'offline', 'the last one says goodbye');
});

test('what failed because the broker went away is not sent again by itself', async () => {
  const relay = await startRelay(broker.url);
  const subscriber = await listenTo('four/message');
  const destination = open({ url: relay.url, baseTopic: 'four' });
  await destination.send(testOutgoing({ messageId: 'before' }), noEnd);
  relay.hold();
  const lost = destination.send(testOutgoing({ messageId: 'lost' }), noEnd);
  await new Promise((resolve) => setTimeout(resolve, 50));
  relay.cut();
  await assert.rejects(lost, TemporaryDeliveryError);
  await until(() => destination.health().state === 'ok', 'it is connected again');
  await destination.send(testOutgoing({ messageId: 'after' }), noEnd);
  await until(() => subscriber.heard.length >= 2, 'both are there');
  assert.deepEqual(
    subscriber.heard.map((one) => JSON.parse(one.payload).id),
    ['before', 'after'],
  );
  await Promise.all([destination.close(), subscriber.client.endAsync()]);
  await relay.close();
});

test('an unreachable broker is a matter of health, and a send fails at once', async () => {
  const destination = open({ url: 'mqtt://127.0.0.1:1' });
  await destination.start?.();
  await assert.rejects(destination.send(testOutgoing(), noEnd), TemporaryDeliveryError);
  await until(() => destination.health().state === 'failing', 'it says so');
  assert.equal(destination.health().detail, 'The broker 127.0.0.1:1 cannot be reached (ECONNREFUSED); trying again');
  await destination.close();
});

test('wrong credentials are named in the health, without the password', async () => {
  const destination = open({ password: 'geheim' });
  await destination.start?.();
  await until(() => destination.health().state === 'failing', 'it says so');
  assert.match(destination.health().detail, /refuses us: check username, password and clientId/);
  await assert.rejects(destination.send(testOutgoing(), noEnd), (error) => {
    assert.ok(error instanceof TemporaryDeliveryError);
    assert.doesNotMatch(String(error.stack), /geheim|482913/);
    return true;
  });
  await destination.close();
});

test('format hilink: the fields of the stick, the text only where it may be shown', async () => {
  const subscriber = await listenTo('five');
  const destination = open({ topic: 'five', format: 'hilink' });
  const sentAtLocal = '2026-11-22 13:00:00';
  await destination.send(testOutgoing({ show: 'full', text: 'Code 482913', sentAtLocal }), noEnd);
  await destination.send(testOutgoing({ sentAtLocal }), noEnd);
  await until(() => subscriber.heard.length === 2, 'both are there');
  const [full, code] = subscriber.heard.map((one) => JSON.parse(one.payload));
  assert.deepEqual(Object.entries(full), [
    ['Smstat', '0'],
    ['Index', '42561'],
    ['Phone', '+15550100004'],
    ['Content', 'Code 482913'],
    ['Date', '2026-11-22 13:00:00'],
    ['Sca', ''],
    ['SaveType', '4'],
    ['Priority', '0'],
    ['SmsType', '1'],
  ]);
  assert.equal(code.Content, '482913 is your GitHub code. From +15550100004 to line burner.');
  await Promise.all([destination.close(), subscriber.client.endAsync()]);
});

test('format text: the bare code, or the words where there is none', async () => {
  const subscriber = await listenTo('six');
  const destination = open({ topic: 'six', format: 'text' });
  await destination.send(testOutgoing(), noEnd);
  await destination.send(testOutgoing({ code: null, show: 'notice', rendered: 'A text from Bank came.' }), noEnd);
  await until(() => subscriber.heard.length === 2, 'both are there');
  assert.deepEqual(
    subscriber.heard.map((one) => one.payload),
    ['482913', 'A text from Bank came.'],
  );
  await Promise.all([destination.close(), subscriber.client.endAsync()]);
});

test('Home Assistant learns of the own lines, of others when their text comes, and again after its restart', async () => {
  const subscriber = await listenTo('ha/#');
  const events = await listenTo('seven/event/#');
  const destination = open({ baseTopic: 'seven', homeAssistant: { enabled: true, prefix: 'ha' } });
  await destination.send(testOutgoing({ expiresAt: Date.UTC(2026, 10, 22), deliverUntil: Date.now() + 9000 }), noEnd);
  const topic = 'ha/event/keypigeon_desk/burner/config';
  await until(() => subscriber.on(topic).length > 0, 'the line is announced');
  const announced = JSON.parse(subscriber.on(topic)[0]?.payload ?? '');
  assert.equal(announced.state_topic, 'seven/event/burner');
  assert.deepEqual(announced.event_types, ['code', 'message', 'alarm']);
  assert.deepEqual(announced.availability, [{ topic: 'seven/bridge/state' }]);
  assert.equal(subscriber.on('ha/event/keypigeon_desk/office/config').length, 0);
  await until(() => events.heard.length === 1, 'the event is there');
  const event = JSON.parse(events.heard[0]?.payload ?? '');
  assert.deepEqual([event.event_type, event.service, event.expires_at], ['code', 'GitHub', '2026-11-22T00:00:00.000Z']);
  assert.doesNotMatch(events.heard[0]?.payload ?? '', /482913/);
  await destination.send(testOutgoing({ code: null, service: null, event: 'deregistered', text: 'gone' }), noEnd);
  await until(() => events.heard.length === 2, 'the alarm is there');
  const alarm = JSON.parse(events.heard[1]?.payload ?? '');
  assert.deepEqual([alarm.event_type, alarm.event], ['alarm', 'deregistered']);

  await destination.send(testOutgoing({ line: { id: 'office', number: null } }), noEnd);
  await until(() => subscriber.on('ha/event/keypigeon_desk/office/config').length === 1, 'the other line is announced');
  const before = subscriber.on(topic).length;
  await subscriber.client.publishAsync('ha/status', 'online', { qos: 1 });
  await until(() => subscriber.on(topic).length > before, 'it is announced again');
  await until(() => subscriber.on('ha/event/keypigeon_desk/office/config').length === 2, 'the other line too');
  await Promise.all([destination.close(), subscriber.client.endAsync(), events.client.endAsync()]);
});

test('Home Assistant gets a sensor for what a line can tell, its state, and both again after a restart', async () => {
  const subscriber = await listenTo('ha7/#');
  const states = await listenTo('line7/line/#');
  const destination = open({ baseTopic: 'line7', homeAssistant: { enabled: true, prefix: 'ha7' } });
  await destination.start?.();
  const status = {
    sim: 'ready',
    registration: 'home',
    signalDbm: -71,
    operator: 'Example Mobile',
    storageUsed: 3,
    storageTotal: 50,
    lastTextAt: Date.UTC(2026, 10, 22),
    troubles: [],
  } as const;
  destination.lineStatus?.('burner', { ...status, troubles: [] });
  await until(() => states.heard.length > 0, 'the state is there');
  const signalTopic = 'ha7/sensor/keypigeon_desk/burner_signal/config';
  await until(() => subscriber.on(signalTopic).length > 0, 'the sensor is announced');
  const announced = JSON.parse(subscriber.on(signalTopic)[0]?.payload ?? '');
  assert.equal(announced.state_topic, 'line7/line/burner');
  assert.equal(announced.value_template, '{{ value_json.signal }}');
  assert.equal(announced.unit_of_measurement, 'dBm');
  assert.deepEqual(announced.device.identifiers, ['keypigeon_desk']);
  assert.deepEqual(JSON.parse(states.heard[0]?.payload ?? ''), {
    line: 'burner',
    sim: 'ready',
    registration: 'home',
    signal: -71,
    operator: 'Example Mobile',
    storage_used: 3,
    storage_total: 50,
    last_text: '2026-11-22T00:00:00.000Z',
    problem: 'OFF',
    troubles: [],
  });
  const told = states.heard.length;
  destination.lineStatus?.('burner', { ...status, registration: null, troubles: ['silent'] });
  await until(() => states.heard.length > told, 'the new state is there');
  const now = JSON.parse(states.heard.at(-1)?.payload ?? '');
  assert.deepEqual([now.problem, now.registration], ['ON', null]);

  destination.lineStatus?.('office', { ...status, sim: null, signalDbm: null, storageUsed: null, troubles: [] });
  const lastText = 'ha7/sensor/keypigeon_desk/office_last_text/config';
  await until(() => subscriber.on(lastText).length > 0, 'what the other line tells is announced');
  assert.equal(subscriber.on('ha7/sensor/keypigeon_desk/office_signal/config').length, 0);
  assert.equal(subscriber.on('ha7/binary_sensor/keypigeon_desk/office_problem/config').length, 1);
  const before = subscriber.on(signalTopic).length;
  await subscriber.client.publishAsync('ha7/status', 'online', { qos: 1 });
  await until(() => subscriber.on(signalTopic).length > before, 'it is announced again');
  await Promise.all([destination.close(), subscriber.client.endAsync(), states.client.endAsync()]);
});

test('nothing of a letter is in the event of Home Assistant, also where all is shown', async () => {
  const events = await listenTo('nine/event/#');
  const destination = open({ baseTopic: 'nine', homeAssistant: { enabled: true, prefix: 'ha9' } });
  const text = 'Dinner at eight: shall we?';
  await destination.send(testOutgoing({ show: 'full', text, code: null, service: 'Dinner at eight' }), noEnd);
  await until(() => events.heard.length === 1, 'the event is there');
  assert.equal(JSON.parse(events.heard[0]?.payload ?? '').event_type, 'message');
  assert.doesNotMatch(events.heard[0]?.payload ?? '', /Dinner|shall/);
  await Promise.all([destination.close(), events.client.endAsync()]);
});

test('the code is in the event of Home Assistant only when asked for', async () => {
  const events = await listenTo('eight/event/#');
  const destination = open({ baseTopic: 'eight', homeAssistant: { enabled: true, prefix: 'ha8', includeCode: true } });
  await destination.send(testOutgoing(), noEnd);
  await until(() => events.heard.length === 1, 'the event is there');
  assert.equal(JSON.parse(events.heard[0]?.payload ?? '').code, '482913');
  await Promise.all([destination.close(), events.client.endAsync()]);
});

test('MQTT 5: QoS 1, not retained, expiring with the code', async () => {
  const modern = await startMqtt5Broker();
  const destination = open({ url: modern.url, topic: 'codes' });
  const now = Date.now();
  const clock = { now: () => now, after: testContext().clock.after };
  const fixed = mqtt.open(mqtt.config.parse({ url: modern.url, topic: 'codes' }), testContext({ clock }));
  await fixed.send(testOutgoing({ expiresAt: now + 90_500, deliverUntil: now + 600_000 }), noEnd);
  await fixed.send(testOutgoing({ expiresAt: null, deliverUntil: now + 600_000 }), noEnd);
  const codes = modern.received.filter((publish) => publish.topic === 'codes');
  assert.deepEqual(
    codes.map(({ qos, retain, expirySeconds }) => [qos, retain, expirySeconds]),
    [
      [1, false, 91],
      [1, false, 600],
    ],
  );
  assert.match(fixed.health().detail, /MQTT 5/);
  await Promise.all([destination.close(), fixed.close()]);
  await modern.close();
});

test('MQTT 5: a refused topic is permanent, a full quota is not, silence ends with the attempt', async () => {
  const modern = await startMqtt5Broker();
  const destination = open({ url: modern.url });
  await destination.send(testOutgoing(), noEnd);
  modern.answer = 0x87;
  await assert.rejects(destination.send(testOutgoing(), noEnd), PermanentDeliveryError);
  modern.answer = 0x97;
  await assert.rejects(destination.send(testOutgoing(), noEnd), TemporaryDeliveryError);
  modern.answer = 0x10;
  await destination.send(testOutgoing(), noEnd);
  modern.answer = 'silent';
  await assert.rejects(destination.send(testOutgoing(), AbortSignal.timeout(50)), TemporaryDeliveryError);
  modern.answer = 0;
  await destination.send(testOutgoing(), noEnd);
  await destination.close();
  await modern.close();
});

test('a broker that fell silent is left for a fresh connection', async () => {
  const modern = await startMqtt5Broker();
  let later = 0;
  const clock = { now: () => Date.now() + later, after: testContext().clock.after };
  const destination = mqtt.open(mqtt.config.parse({ url: modern.url }), testContext({ clock }));
  await destination.send(testOutgoing(), noEnd);
  modern.answer = 'silent';
  const attempt = new AbortController();
  const unheard = destination.send(testOutgoing(), attempt.signal);
  await new Promise((resolve) => setTimeout(resolve, 30));
  later = 10_000;
  attempt.abort();
  await assert.rejects(unheard, TemporaryDeliveryError);
  modern.answer = 0;
  await until(() => modern.connections === 2, 'it has connected again');
  await until(() => destination.health().state === 'ok', 'it says so');
  await destination.send(testOutgoing(), noEnd);
  await destination.close();
  await modern.close();
});

test('bad settings are refused with what was expected', () => {
  const refused = (settings: object) =>
    mqtt.config.safeParse({ url: broker.url, ...settings }).error?.issues[0]?.message;
  assert.match(refused({ url: 'http://broker' }) ?? '', /expected mqtt:/);
  assert.match(refused({ url: 'mqtt://ann:pw@broker' }) ?? '', /without user name and password/);
  assert.match(refused({ topic: 'codes/#' }) ?? '', /without \+ and #/);
  assert.match(refused({ ca: '/etc/ca.pem' }) ?? '', /expected PEM text/);
  assert.equal(refused({ homeAssistant: { enabled: true } }), undefined);
});

/** Stands between client and broker, and can hold back or cut what passes. */
async function startRelay(target: string) {
  const pairs = new Set<Socket>();
  let holding = false;
  const server = createServer((socket) => {
    const upstream = connectSocket(Number(new URL(target).port), '127.0.0.1');
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      pairs.add(from);
      from.on('data', (piece) => holding || to.write(piece));
      from
        .on('error', () => {})
        .on('close', () => {
          pairs.delete(from);
          to.destroy();
        });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    holding = false;
    for (const socket of pairs) socket.destroy();
  };
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: () => {
      holding = true;
    },
    cut,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
