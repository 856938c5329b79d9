import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface FakeInterface {
  class: string;
  protocol?: string;
  driver?: string;
  ports?: string[];
  networks?: string[];
}

export interface FakeMachine {
  root: string;
  file(path: string, text: string): void;
  link(path: string, target: string): void;
  /** Plugs a device in. */
  plug(place: string, id: string, product: string, interfaces: FakeInterface[]): void;
  /** A program that runs, with the devices that it has open. */
  run(pid: number, name: string, devices?: string[]): void;
}

/** A tree of /sys, /dev, /proc and /etc as Linux has it, in a temporary folder. */
export function createFakeMachine(): FakeMachine {
  const root = mkdtempSync(join(tmpdir(), 'keypigeon-machine-'));
  const file = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const link = (path: string, target: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  };
  return {
    root,
    file,
    link,
    plug(place, id, product, interfaces) {
      const at = `sys/bus/usb/devices/${place}`;
      const [vendorId = '', productId = ''] = id.split(':');
      file(`${at}/idVendor`, `${vendorId}\n`);
      file(`${at}/idProduct`, `${productId}\n`);
      file(`${at}/product`, `${product}\n`);
      for (const [number, one] of interfaces.entries()) {
        const of = `sys/bus/usb/devices/${place}:1.${number}`;
        file(`${of}/bInterfaceNumber`, `0${number}\n`);
        file(`${of}/bInterfaceClass`, `${one.class}\n`);
        file(`${of}/bInterfaceProtocol`, `${one.protocol ?? '00'}\n`);
        if (one.driver !== undefined) link(`${of}/driver`, `../../../bus/usb/drivers/${one.driver}`);
        for (const port of one.ports ?? []) {
          file(`${of}/${port.startsWith('ttyACM') ? `tty/${port}` : port}/uevent`, '');
          file(`dev/${port}`, '');
        }
        for (const network of one.networks ?? []) file(`${of}/net/${network}/operstate`, 'up\n');
      }
    },
    run(pid, name, devices = []) {
      file(`proc/${pid}/comm`, `${name}\n`);
      for (const [index, device] of devices.entries()) link(`proc/${pid}/fd/${index + 3}`, device);
    },
  };
}
