import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { type Holder, holdersOf } from './processes.ts';
import { readUsbDevices, type UsbDevice } from './usb.ts';

/** Who looks: the hub's own user, or who runs the doctor and so probably the hub. */
export interface User {
  uid: number;
  groups: number[];
  name: string;
}

export function thisUser(): User {
  return { uid: process.getuid?.() ?? 0, groups: process.getgroups?.() ?? [], name: userInfo().username };
}

/** A port that may be a modem, with how it can be named and opened. */
export interface SerialPort {
  /** `/dev/ttyUSB0`. */
  path: string;
  device: UsbDevice;
  interfaceNumber: number;
  /** The name that stays: by the device's own name, else by its place. */
  stablePath: string | null;
  canOpen: boolean;
  holders: Holder[];
}

/** The serial ports of all USB devices. */
export function readSerialPorts(root: string, user: User): SerialPort[] {
  const devices = readUsbDevices(root);
  return devices.flatMap((device) =>
    device.interfaces.flatMap((one) =>
      one.ports.map((port) => ({
        path: `/dev/${port}`,
        device,
        interfaceNumber: one.number,
        stablePath: stablePath(root, port, isAlone(device, devices)),
        canOpen: canOpen(join(root, 'dev', port), user),
        holders: holdersOf(root, `/dev/${port}`),
      })),
    ),
  );
}

/** A hub of ours; its word on the source counts. */
export function isHub({ name }: Holder): boolean {
  return name === 'node' || name === 'keypigeon' || name === 'MainThread';
}

/** Sticks without a serial number have the same name in by-id, so that only one of two alike gets it. */
function isAlone(device: UsbDevice, devices: UsbDevice[]): boolean {
  const alike = devices.filter(({ vendor, product }) => vendor === device.vendor && product === device.product);
  return alike.length === 1 || device.hasSerialNumber;
}

function stablePath(root: string, port: string, isAlone: boolean): string | null {
  for (const folder of isAlone ? ['by-id', 'by-path'] : ['by-path']) {
    const name = linksIn(join(root, 'dev/serial', folder)).find(({ target }) => target === port)?.name;
    if (name !== undefined) return `/dev/serial/${folder}/${name}`;
  }
  return null;
}

function linksIn(folder: string): { name: string; target: string }[] {
  try {
    return readdirSync(folder).map((name) => ({ name, target: basename(readlinkSync(join(folder, name))) }));
  } catch {
    return [];
  }
}

function canOpen(path: string, { uid, groups }: User): boolean {
  try {
    const { mode, uid: owner, gid } = statSync(path);
    const allowed = uid === owner ? mode >> 6 : groups.includes(gid) ? mode >> 3 : mode;
    return uid === 0 || (allowed & 0o6) === 0o6;
  } catch {
    return false;
  }
}

/** Why the user may not open a port, and what to do. */
export function permissionAdvice(port: SerialPort, root: string, { name }: User): string {
  try {
    const group = groupName(root, statSync(join(root, 'dev', basename(port.path))).gid);
    return `${name} may not open it; it belongs to the group ${group}: sudo usermod -aG ${group} ${name}, then log in anew and restart the hub`;
  } catch {
    return 'it is in /sys but not in /dev: in a container hand it in (--device), else plug the stick in again';
  }
}

function groupName(root: string, gid: number): string {
  try {
    const line = readFileSync(join(root, 'etc/group'), 'utf8')
      .split('\n')
      .find((text) => text.split(':')[2] === String(gid));
    return line?.split(':')[0] ?? String(gid);
  } catch {
    return String(gid);
  }
}
