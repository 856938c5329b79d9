import {
  driverAdvice,
  isInDebugMode,
  isModem,
  nameOf,
  networkAdvice,
  roleOf,
  roleWords,
  switchAdvice,
} from '../discovery/devices.ts';
import type { UsbDevice } from '../discovery/usb.ts';
import type { DoctorFinding } from './doctor-finding.ts';

/** What is plugged in, in which mode, and what to do where it cannot work like that. */
export function judgeDevice(device: UsbDevice): DoctorFinding[] {
  const area = `usb ${device.place}`;
  const name = nameOf(device);
  switch (roleOf(device)) {
    case 'other':
      return [];
    case 'storage':
      return [
        { area, level: 'problem', text: `${name} is still in storage mode (a CD drive): ${switchAdvice(device)}` },
      ];
    case 'hilink':
      return [judgeHilink(area, name, device)];
    case 'driverless':
      return [
        {
          area,
          level: 'problem',
          text: `${name} has modem ports but no driver took them: ${driverAdvice(device)}`,
        },
      ];
    case 'serial':
      return judgeSerial(area, name, device);
  }
}

function judgeHilink(area: string, name: string, { interfaces }: UsbDevice): DoctorFinding {
  const networks = interfaces.flatMap((one) => one.networks);
  if (networks.length > 0) {
    const text = `${name} is in HiLink mode, as network card ${networks.join(', ')}: use a source of kind hilink`;
    return { area, level: 'ok', text };
  }
  const text = `${name} is in HiLink mode, but Linux made no network card of it: ${networkAdvice}`;
  return { area, level: 'problem', text };
}

function judgeSerial(area: string, name: string, device: UsbDevice): DoctorFinding[] {
  const withPorts = device.interfaces.filter(({ ports }) => ports.length > 0);
  const ports = withPorts.map((one) => `${one.ports.join(', ')} (interface ${one.number}${roleWords(device, one)})`);
  const text = `${name} is a serial modem: ${ports.join('; ')}: use a source of kind serial`;
  const found: DoctorFinding[] = [
    // A serial adapter or a board may or may not have a modem behind it.
    isModem(device)
      ? { area, level: 'ok', text }
      : { area, level: 'ok', text: `${name} is a serial device: ${ports.join('; ')}` },
  ];
  if (isInDebugMode(device)) {
    found.push({
      area,
      level: 'warning',
      text: `${name} is a HiLink stick that was switched to debug mode: it sends, but AT commands do not show what comes; plug it in again and use a source of kind hilink`,
    });
  }
  return found;
}
