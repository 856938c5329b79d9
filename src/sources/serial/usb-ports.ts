import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A serial port of a USB device. */
export interface UsbPort {
  /** `/dev/ttyUSB0`. */
  path: string;
  /** The same for all ports of one device, as long as it stays plugged in. */
  device: string;
  vendor: string;
  product: string;
  interfaceNumber: number;
  /** bInterfaceProtocol. */
  protocol: string;
}

interface FoundPort extends UsbPort {
  /** Empty where none is known. */
  driver: string;
}

/**
 * Makers of sticks and modules for mobile networks: a port that may belong to a board, a printer or a meter is not
 * spoken to unless it is named.
 */
export const modemMakers: Record<string, string> = {
  '12d1': 'Huawei',
  '19d2': 'ZTE',
  '2c7c': 'Quectel',
  '1e0e': 'SIMCom',
  '1199': 'Sierra Wireless',
  '1bc7': 'Telit',
  '1e2d': 'Cinterion',
  '2cb7': 'Fibocom',
  '3566': 'Brovi (Huawei)',
  '1c9e': 'Longcheer (Alcatel)',
  '1bbb': 'Alcatel',
  '0bdb': 'Ericsson',
  '05c6': 'Qualcomm',
};
/** Drivers of Linux that take modems only, whoever made them. */
export const modemDrivers = ['option', 'qcserial', 'sierra', 'hso', 'ipw'];

/** Huawei says what a port is for: modem, commands, diagnosis, position. */
const huawei = '12d1';
const huaweiRank: Record<string, number> = { '02': 0, '12': 0, '01': 2, '10': 2 };
const huaweiOthers = ['03', '05', '13', '14'];
/** Where others have their port for commands: Quectel and SIMCom. */
const commandInterface: Record<string, number> = { '2c7c': 2, '1e0e': 2 };

/** Ports of modems, those first that are most likely to report texts. Reads /sys; an empty list where there is none. */
export async function findUsbPorts(sys = '/sys', dev = '/dev'): Promise<UsbPort[]> {
  const names = await readdir(join(sys, 'class/tty')).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => /^tty(USB|ACM)\d+$/.test(name)).map((name) => describePort(sys, dev, name)),
  );
  return found
    .filter((port) => port !== null)
    .filter(({ vendor, driver }) => vendor in modemMakers || modemDrivers.includes(driver))
    .filter(({ vendor, protocol }) => vendor !== huawei || !huaweiOthers.includes(protocol))
    .toSorted(
      (a, b) =>
        a.device.localeCompare(b.device) || rankOfPort(a) - rankOfPort(b) || a.interfaceNumber - b.interfaceNumber,
    );
}

async function describePort(sys: string, dev: string, name: string): Promise<FoundPort | null> {
  let folder = await realpath(join(sys, 'class/tty', name, 'device')).catch(() => null);
  // The port lies one level below its interface with some drivers.
  for (let up = 0; folder !== null && up < 3; up += 1, folder = dirname(folder)) {
    const number = await attribute(folder, 'bInterfaceNumber');
    if (number === null) continue;
    const device = dirname(folder);
    return {
      path: join(dev, name),
      device,
      vendor: (await attribute(device, 'idVendor')) ?? '',
      product: (await attribute(device, 'idProduct')) ?? '',
      interfaceNumber: Number.parseInt(number, 16),
      protocol: (await attribute(folder, 'bInterfaceProtocol')) ?? '',
      driver: basename(await readlink(join(folder, 'driver')).catch(() => '')),
    };
  }
  return null;
}

/** 0: this port reports texts; more: less likely so. */
export function rankOfPort({
  vendor,
  protocol,
  interfaceNumber,
}: Pick<UsbPort, 'vendor' | 'protocol' | 'interfaceNumber'>): number {
  if (vendor === huawei) return huaweiRank[protocol] ?? 1;
  return commandInterface[vendor] === interfaceNumber ? 0 : 1;
}

async function attribute(folder: string, name: string): Promise<string | null> {
  return readFile(join(folder, name), 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}
