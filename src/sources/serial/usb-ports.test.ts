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
