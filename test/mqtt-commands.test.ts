import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { after, before, describe, it, test } from 'node:test';
import { Aedes } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';
import { type EmbeddedBroker, startEmbeddedBroker } from '../src/destinations/embedded-broker.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../src/simulators/twilio.ts';
import { type Logger, silentLogger } from '../src/support/logger.ts';
import { eventually } from './helpers/eventually.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';

const account = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'for-tests-only' };
const credentials = { username: 'hub', password: 'for-tests-only' };

function configuration(twilio: TwilioSimulator, brokerUrl: string): string {
  return `
people: [{ id: ann, name: Ann }]
lines: [{ id: office, number: "+15550100002", owner: ann, unmatched: [] }]
sources: [{ id: twilio, kind: twilio, line: office, accountSid: ${account.accountSid}, authToken: ${account.authToken}, apiBaseUrl: "${twilio.url}" }]
commands:
  mqtt: { url: "${brokerUrl}", username: hub, password: for-tests-only, topic: doorbell/text, line: office, allow: ["+15550100003", "+15550100005"], perMinute: 5 }
`;
}

describe('texts asked for by MQTT', () => {
  let twilio: TwilioSimulator;
  let broker: EmbeddedBroker;
  let served: ServedHub;
  let bell: MqttClient;
  const results: { id?: string; state: string; detail?: string }[] = [];

  before(async () => {
    twilio = await startTwilioSimulator(account);
    broker = await startEmbeddedBroker({ listen: '127.0.0.1:0', ...credentials, log: silentLogger });
    let listening = () => {};
    const ready = new Promise<void>((resolve) => {
      listening = resolve;
    });
    const log: Logger = {
      ...silentLogger,
      info: (_fields, message) => void (message === 'listening for commands' && listening()),
      child: () => log,
    };
    bell = await connectAsync(broker.url, { ...credentials, protocolVersion: 4 });
    bell.on('message', (_topic, payload) => void results.push(JSON.parse(payload.toString('utf8'))));
    await bell.subscribeAsync('doorbell/text/result', { qos: 1 });
    // An old command: it must not be obeyed at the start.
    await bell.publishAsync('doorbell/text', 'Yesterday', { qos: 1, retain: true });
    served = await serveHub(configuration(twilio, broker.url), { log });
    await ready;
  });
  after(async () => {
    await bell.endAsync();
    await served.close();
    await Promise.all([broker.close(), twilio.close()]);
  });

  const publish = (payload: unknown) =>
    bell.publishAsync('doorbell/text', typeof payload === 'string' ? payload : JSON.stringify(payload), { qos: 1 });
  const outcome = (id: string) => results.filter((result) => result.id === id).map(({ state }) => state);

  it('sends bare words to the first of the allowed numbers', async () => {
    await publish('ding');
    await eventually(() => twilio.sent().length === 1, 'the text');
    assert.equal(twilio.sent()[0]?.body, 'ding');
    assert.equal(twilio.sent()[0]?.to, '+15550100003');
    await eventually(() => results.at(-1)?.state === 'sent', 'the result');
  });

  it('sends once for one id, however often it comes, and tells how it went', async () => {
    for (let time = 0; time < 3; time++) await publish({ id: 'ring-1', to: '+1 555 010 0005', text: 'Dong' });
    await eventually(() => outcome('ring-1').includes('sent'), 'the result');
    assert.deepEqual(
      twilio.sent().map(({ to, body }) => [to, body]),
      [
        ['+15550100003', 'ding'],
        ['+15550100005', 'Dong'],
      ],
    );
    assert.deepEqual([...new Set(outcome('ring-1'))], ['queued', 'sending', 'sent']);
  });

  it('refuses numbers that are not allowed, and what it cannot read', async () => {
    await publish({ id: 'ring-2', to: '+15550100009', text: 'Dong' });
    await eventually(() => outcome('ring-2').includes('refused'), 'the refusal');
    assert.match(results.at(-1)?.detail ?? '', /not allowed/);
    await publish('{"to": ');
    await eventually(() => /not JSON/.test(results.at(-1)?.detail ?? ''), 'the other refusal');
    assert.equal(twilio.sent().length, 2);
  });

  it('takes no more per minute than it may', async () => {
    await publish({ id: 'ring-3', text: 'Still fine' });
    await publish({ id: 'ring-4', text: 'Too many' });
    await eventually(() => outcome('ring-4').includes('refused'), 'the refusal');
    assert.match(results.find(({ id }) => id === 'ring-4')?.detail ?? '', /in a minute/);
    assert.ok(!outcome('ring-3').includes('refused'));
  });
});

test('says how the topic of commands is, and listens again when the broker is back', async (t) => {
  const twilio = await startTwilioSimulator(account);
  let broker = await startEmbeddedBroker({ listen: '127.0.0.1:0', ...credentials, log: silentLogger });
  const served = await serveHub(configuration(twilio, broker.url));
  t.after(async () => {
    await served.close();
    await Promise.all([broker.close(), twilio.close()]);
  });
  const state = () => served.hub.api.commands()?.state;
  await eventually(() => state() === 'ok', 'listening');
  const answer = (await (await served.api('/commands')).json()) as { mqtt: { detail: string } };
  assert.equal(answer.mqtt.detail, 'Listens for commands');
  await broker.close();
  await eventually(() => state() === 'failing', 'the loss');
  assert.match((await served.hub.api.metrics()).text, /role="commands".* 0/);
  const listen = new URL(broker.url).host;
  broker = await startEmbeddedBroker({ listen, ...credentials, log: silentLogger });
  await eventually(() => state() === 'ok', 'listening again');
  const bell = await connectAsync(broker.url, { ...credentials, protocolVersion: 4 });
  await bell.publishAsync('doorbell/text', 'ding', { qos: 1 });
  await eventually(() => twilio.sent().length === 1, 'the text');
  await bell.endAsync();
});

test('a broker that lets anybody in is not listened to', async (t) => {
  const twilio = await startTwilioSimulator(account);
  const broker = await Aedes.createBroker();
  const server = createServer((socket) => void broker.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const logged: string[] = [];
  const log: Logger = { ...silentLogger, error: (_fields, message) => void logged.push(message), child: () => log };
  const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const served = await serveHub(configuration(twilio, url), { log });
  t.after(async () => {
    await served.close();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
    await new Promise((resolve) => server.close(resolve));
    await twilio.close();
  });
  await eventually(() => logged.some((line) => /lets in who gives no password/.test(line)), 'the refusal');
  const health = served.hub.api.commands();
  assert.equal(health?.state, 'failing');
  assert.match(health?.detail ?? '', /turn that off/);
  const bell = await connectAsync(url, { protocolVersion: 4 });
  await bell.publishAsync('doorbell/text', 'ding', { qos: 1 });
  await bell.endAsync();
  assert.equal(twilio.sent().length, 0);
});
