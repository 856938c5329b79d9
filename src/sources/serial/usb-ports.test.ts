import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findUsbPorts } from './usb-ports.ts';

test('ports are found in /sys, the one that reports first, those for diagnosis not at all', async (t) => {
  const sys = mkdtempSync(join(tmpdir(), 'keypigeon-sys-'));
  t.after(() => rmSync(sys, { recursive: true }));
  const device = join(sys, 'devices/1-1');
  mkdirSync(join(sys, 'class/tty/console'), { recursive: true });
  for (const [number, protocol] of [
    [0, '01'],
    [1, '03'],
    [2, '02'],
  ] as const) {
    const name = `ttyUSB${number}`;
    const port = join(device, `1-1:1.${number}`, name);
    mkdirSync(port, { recursive: true });
    writeFileSync(join(port, '../bInterfaceNumber'), `0${number}\n`);
    writeFileSync(join(port, '../bInterfaceProtocol'), `${protocol}\n`);
    mkdirSync(join(sys, 'class/tty', name));
    symlinkSync(port, join(sys, 'class/tty', name, 'device'));
  }
  writeFileSync(join(device, 'idVendor'), '12d1\n');
  writeFileSync(join(device, 'idProduct'), '1506\n');
  const ports = await findUsbPorts(sys);
  assert.deepEqual(
    ports.map(({ path, interfaceNumber }) => [path, interfaceNumber]),
    [
      ['/dev/ttyUSB2', 2],
      ['/dev/ttyUSB0', 0],
    ],
  );
  assert.deepEqual(await findUsbPorts(join(sys, 'nowhere')), []);
});

test('a port of no modem is left alone, one that a driver for modems has is not, whoever made it', async (t) => {
  const sys = mkdtempSync(join(tmpdir(), 'keypigeon-sys-'));
  t.after(() => rmSync(sys, { recursive: true }));
  for (const [index, vendor, name, driver] of [
    [1, '2341', 'ttyACM0', 'cdc_acm'],
    [2, '0403', 'ttyUSB0', 'ftdi_sio'],
    [3, '2020', 'ttyUSB1', 'option'],
    [4, '2c7c', 'ttyUSB2', 'option'],
  ] as const) {
    const place = join(sys, `devices/1-${index}/1-${index}:1.0`);
    mkdirSync(join(place, name), { recursive: true });
    writeFileSync(join(place, '../idVendor'), `${vendor}\n`);
    writeFileSync(join(place, 'bInterfaceNumber'), '00\n');
    symlinkSync(`../../../bus/usb/drivers/${driver}`, join(place, 'driver'));
    mkdirSync(join(sys, 'class/tty', name), { recursive: true });
    symlinkSync(join(place, name), join(sys, 'class/tty', name, 'device'));
  }
  assert.deepEqual(
    (await findUsbPorts(sys)).map(({ path }) => path),
    ['/dev/ttyUSB1', '/dev/ttyUSB2'],
  );
});
