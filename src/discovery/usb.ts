import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A USB device with what its interfaces are for, as Linux shows it below /sys/bus/usb/devices. */
export interface UsbDevice {
  /** Place on the bus, such as `1-1.2`. */
  place: string;
  /** Four hexadecimal digits each, in lower case. */
  vendor: string;
  product: string;
  name: string;
  hasSerialNumber: boolean;
  interfaces: UsbInterface[];
}

export interface UsbInterface {
  number: number;
  /** Two hexadecimal digits: 08 is a storage, ff the maker's own. */
  class: string;
  protocol: string;
  driver: string | null;
  /** `ttyUSB0`, `ttyACM0`. */
  ports: string[];
  /** `eth1`, `wwan0`. */
  networks: string[];
}

/** All USB devices but hubs, in the order of their places; an empty list where there is no /sys. `root`: where /sys lies. */
export function readUsbDevices(root: string): UsbDevice[] {
  const folder = join(root, 'sys/bus/usb/devices');
  const names = list(folder);
  return names
    .filter((name) => /^\d+-[\d.]+$/.test(name))
    .map((place) => readDevice(folder, place, names))
    .filter((device) => !device.interfaces.every((one) => one.class === '09'))
    .toSorted((a, b) => a.place.localeCompare(b.place, 'en', { numeric: true }));
}

function readDevice(folder: string, place: string, names: string[]): UsbDevice {
  const at = join(folder, place);
  const made = [attribute(at, 'manufacturer'), attribute(at, 'product')].filter((word) => word !== '');
  return {
    place,
    vendor: attribute(at, 'idVendor').toLowerCase(),
    product: attribute(at, 'idProduct').toLowerCase(),
    name: made.join(' '),
    hasSerialNumber: attribute(at, 'serial') !== '',
    interfaces: names
      .filter((name) => name.startsWith(`${place}:`))
      .map((name) => readInterface(join(folder, name)))
      .toSorted((a, b) => a.number - b.number),
  };
}

function readInterface(at: string): UsbInterface {
  return {
    number: Number.parseInt(attribute(at, 'bInterfaceNumber') || '0', 16),
    class: attribute(at, 'bInterfaceClass').toLowerCase(),
    protocol: attribute(at, 'bInterfaceProtocol').toLowerCase(),
    driver: linkName(join(at, 'driver')),
    // usb-serial puts the port right into the interface, cdc_acm into a folder of its own.
    ports: [...list(at).filter((name) => /^ttyUSB\d+$/.test(name)), ...list(join(at, 'tty'))],
    networks: list(join(at, 'net')),
  };
}

function attribute(folder: string, name: string): string {
  const path = join(folder, name);
  try {
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkName(path: string): string | null {
  try {
    return basename(readlinkSync(path));
  } catch {
    return null;
  }
}
