import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startModem, until } from '../../../test/helpers/serial-source.ts';
import { createTestHub } from '../../../test/helpers/source-context.ts';
import { openSerialPort } from './port.ts';
import { openSerial, serial } from './serial.ts';
import type { UsbPort } from './usb-ports.ts';

const sender = '+15550100004';

const usbPort = (path: string, device: string): UsbPort => ({
  ...{ path, device, vendor: '2c7c', product: '0125', interfaceNumber: 2, protocol: '00' },
});

async function startAt(t: TestContext, settings: Record<string, unknown>, findPorts: () => UsbPort[]) {
  const hub = createTestHub();
  const opened: string[] = [];
  const source = openSerial(serial.config.parse(settings), hub.context, {
    openPort: (path, baudRate, events) => {
      opened.push(path);
      return openSerialPort(path, baudRate, events);
    },
    findPorts: async () => findPorts(),
  });
  await source.start();
  t.after(() => source.close());
  return { hub, source, opened };
}

test('another port of the modem is tried when the one that is set reports nothing', async (t) => {
  const modem = await startModem(t, { ports: 2 });
  const [reporting = '', mute = ''] = modem.paths;
  const { hub, source, opened } = await startAt(t, { path: mute, listEverySeconds: 1 }, () =>
    modem.paths.map((path) => usbPort(path, 'one')),
  );
  await until('read', () => source.status?.().registration === 'home');
  for (const count of [1, 2]) {
    modem.deliver({ sender, text: `Your code is 12345${count}` });
    await until('taken', () => hub.received.length === count);
  }
  await until('changed', () => opened.at(-1) === reporting);
  await until('ready', () => source.health().state === 'ok');
  modem.deliver({ sender, text: 'Your code is 123453' });
  await until('taken', () => hub.received.length === 3);
  await until('deleted', () => modem.state().stored.length === 0);
});

test('of several modems the one with the serial number is used, wherever it is plugged in', async (t) => {
  const other = await startModem(t, { imei: '350000000000021' });
  const modem = await startModem(t, { imei: '350000000000039' });
  const ports = () => [
    ...other.paths.map((path) => usbPort(path, 'one')),
    ...modem.paths.map((path) => usbPort(path, 'two')),
  ];
  const { hub, source } = await startAt(t, { imei: '350000000000039' }, ports);
  await until('ready', () => source.health().state === 'ok');
  modem.deliver({ sender, text: 'Your code is 123456' });
  other.deliver({ sender, text: 'Your code is 654321' });
  await until('taken', () => hub.received.length === 1);
  modem.unplug();
  await until('noticed', () => source.health().state === 'failing');
  await modem.replug();
  modem.deliver({ sender, text: 'Your code is 234567' });
  await until('taken again', () => hub.received.length === 2);
  assert.deepEqual(
    hub.received.map(({ text }) => text),
    ['Your code is 123456', 'Your code is 234567'],
  );
  assert.equal(other.state().stored.length, 1);
});

test('a modem that is known is found when its port has another name', async (t) => {
  // Its own: a port that it leaves may become that of another test's modem.
  const modem = await startModem(t, { imei: '350000000000047' });
  const path = modem.path;
  const { hub, source } = await startAt(t, { path }, () => modem.paths.map((one) => usbPort(one, 'one')));
  await until('ready', () => source.health().state === 'ok');
  modem.unplug();
  await until('noticed', () => source.health().state === 'failing');
  assert.notEqual(await modem.replug(), path);
  modem.deliver({ sender, text: 'Your code is 123456' });
  await until('taken', () => hub.received.length === 1);
});
