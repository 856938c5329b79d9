import { modemDrivers, modemMakers } from '../sources/serial/usb-ports.ts';
import type { UsbDevice, UsbInterface } from './usb.ts';

/** Sticks that have shown themselves as a CD drive so far (Debian, usb-modeswitch-data). */
const storageIds = new Set([
  ...['12d1:1f01', '12d1:157d', '12d1:1446', '12d1:14fe', '12d1:1505', '12d1:15ca', '12d1:15cd', '12d1:15ce'],
  ...['12d1:15d0', '12d1:15e7', '12d1:1c0b', '19d2:2000', '3566:2001'],
]);
const hilinkIds = new Set(['12d1:14db', '12d1:14dc', '12d1:14d9', '19d2:1405']);
/** A HiLink stick in its debug mode: it sends by AT commands, but what comes stays behind its web page. */
const debugIds = new Set(['12d1:1442']);
const storageClass = '08';
/** CDC and RNDIS network cards, with their data interfaces. */
const networkClasses = ['02', '0a', 'e0'];

/** By its maker, or by the driver that took it. */
export function isModem({ vendor, interfaces }: UsbDevice): boolean {
  return vendor in modemMakers || interfaces.some(({ driver }) => driver !== null && modemDrivers.includes(driver));
}

/** Ports for diagnosis and position are deaf, and some crash when they are spoken to. */
export function mayAnswer({ device, interfaceNumber }: { device: UsbDevice; interfaceNumber: number }): boolean {
  const protocol = device.interfaces.find(({ number }) => number === interfaceNumber)?.protocol ?? '';
  return device.vendor !== '12d1' || !['03', '13', '05', '14'].includes(protocol);
}

export function isInDebugMode({ vendor, product }: UsbDevice): boolean {
  return debugIds.has(`${vendor}:${product}`);
}

export type DeviceRole = 'storage' | 'hilink' | 'serial' | 'driverless' | 'other';

/** What a USB device is for us. */
export function roleOf({ vendor, product, interfaces }: UsbDevice): DeviceRole {
  const id = `${vendor}:${product}`;
  const isMakers = vendor in modemMakers;
  if (interfaces.some(({ ports }) => ports.length > 0)) return 'serial';
  if (hilinkIds.has(id)) return 'hilink';
  const onlyStorage = interfaces.length > 0 && interfaces.every((one) => one.class === storageClass);
  if (storageIds.has(id) && (onlyStorage || interfaces.length === 0)) return 'storage';
  if (isMakers && onlyStorage) return 'storage';
  if (!isMakers) return 'other';
  if (interfaces.some((one) => networkClasses.includes(one.class))) return 'hilink';
  return interfaces.some((one) => one.class === 'ff') ? 'driverless' : 'other';
}

export function nameOf({ vendor, product, name }: UsbDevice): string {
  const words = name === '' ? (modemMakers[vendor] ?? 'a device') : name;
  return `${words} (${vendor}:${product})`;
}

/** Words for where modem ports have no driver. */
export function driverAdvice({ vendor, product }: UsbDevice): string {
  return `sudo modprobe option && echo '${vendor} ${product}' | sudo tee /sys/bus/usb-serial/drivers/option1/new_id`;
}

/** For a HiLink stick without a network card. */
export const networkAdvice = 'sudo modprobe cdc_ether rndis_host, then plug it in again';

/** Options of usb_modeswitch: -J Huawei's newer message, -X its alternative one, -K eject. */
export function switchAdvice({ vendor, product }: UsbDevice): string {
  const option = vendor === '3566' ? '-X' : vendor === '12d1' ? '-J' : '-K';
  return `sudo apt install usb-modeswitch, then unplug it and plug it in again; by hand: sudo usb_modeswitch -v ${vendor} -p ${product} ${option}`;
}

/** What Huawei says by bInterfaceProtocol (ModemManager's rules), and where others have their commands. */
const huaweiRoles: Record<string, string> = {
  '01': 'modem: answers, rarely reports texts',
  '10': 'modem: answers, rarely reports texts',
  '02': 'commands: reports texts',
  '12': 'commands: reports texts',
  '03': 'diagnosis',
  '13': 'diagnosis',
  '05': 'position',
  '14': 'position',
};
const commandInterface: Record<string, number> = { '2c7c': 2, '1e0e': 2 };

export function roleWords({ vendor }: UsbDevice, { protocol, number }: UsbInterface): string {
  if (vendor === '12d1' && huaweiRoles[protocol] !== undefined) return `, ${huaweiRoles[protocol]}`;
  return commandInterface[vendor] === number ? ', commands: reports texts' : '';
}
