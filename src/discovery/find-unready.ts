import { driverAdvice, nameOf, roleOf, switchAdvice } from './devices.ts';
import type { Found } from './found.ts';
import type { UsbDevice } from './usb.ts';

/** A stick that must be brought into another mode first, or has no driver. */
export function findUnready(device: UsbDevice): Found[] {
  const common = { title: nameOf(device), settings: {}, usable: false, usedBy: null };
  const place = `USB port ${device.place}`;
  switch (roleOf(device)) {
    case 'storage':
      return [
        {
          ...common,
          kind: 'storage',
          detail: `${place}, still in storage mode: it shows itself as a CD drive`,
          hint: switchAdvice(device),
        },
      ];
    case 'driverless':
      return [
        { ...common, kind: 'serial', detail: `${place}, no driver took its modem ports`, hint: driverAdvice(device) },
      ];
    default:
      return [];
  }
}
