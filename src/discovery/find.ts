import type { NetworkInterfaceInfo } from 'node:os';
import type { OpenPort } from '../sources/serial/port.ts';
import type { Clock } from '../support/clock.ts';
import { roleOf } from './devices.ts';
import { findHilink } from './find-hilink.ts';
import { findSerial } from './find-serial.ts';
import { findUnready } from './find-unready.ts';
import type { Found, OwnSource } from './found.ts';
import { readSerialPorts, type User } from './ports.ts';
import { readUsbDevices } from './usb.ts';

export interface FindOptions {
  /** Where /sys, /dev and /proc lie: `/`, or another folder in tests. */
  root: string;
  user: User;
  /** Enabled sources of ours. */
  sources: readonly OwnSource[];
  /** Network cards of this machine, by name. */
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;
  clock: Clock;
  /** In place of the usual addresses of HiLink sticks. */
  addresses?: readonly string[] | undefined;
  openPort?: OpenPort | undefined;
  /** Default 3,500. */
  limitMs?: number | undefined;
}

/** A person waits for it: whatever has not answered by then is told so. */
const usualLimitMs = 3_500;

/**
 * What is plugged in or answers in the network, the usable first. Nothing is changed: no login, no PIN, and no word to
 * a port that a source of ours or another program may hold. Never takes much longer than its limit.
 */
export async function findDevices(options: FindOptions): Promise<Found[]> {
  const { root, user, clock, limitMs = usualLimitMs } = options;
  const devices = readUsbDevices(root);
  const ports = readSerialPorts(root, user);
  const ending = new AbortController();
  const timer = clock.after(limitMs, () => ending.abort());
  const { signal } = ending;
  try {
    const sticks = devices.filter((device) => roleOf(device) === 'hilink');
    const [hilink, serial] = await Promise.all([
      findHilink(sticks, { ...options, signal }),
      findSerial(ports, { ...options, signal }),
    ]);
    const all = [...hilink, ...serial, ...devices.flatMap((device) => findUnready(device))];
    return all.toSorted((a, b) => Number(b.usable) - Number(a.usable));
  } finally {
    timer.cancel();
  }
}
