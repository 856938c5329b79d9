import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorFinding } from './doctor-finding.ts';

const area = 'power';
const advice =
  'sticks then vanish while they send: use a stronger power supply with a short cable, or a powered USB hub';

/** What a Raspberry Pi says of its supply; nothing elsewhere. */
export function checkPower(root: string): DoctorFinding[] {
  const now = readAlarm(root) || (readThrottled(root) & underVoltageNow) !== 0;
  if (now) return [{ area, level: 'problem', text: `the voltage is too low now: ${advice}` }];
  if ((readThrottled(root) & underVoltageBefore) === 0) return [];
  return [{ area, level: 'warning', text: `the voltage was too low since the start of this machine: ${advice}` }];
}

/** Bits of the firmware's `get_throttled` (Raspberry Pi documentation, vcgencmd). */
const underVoltageNow = 0x1;
const underVoltageBefore = 0x10000;

function readThrottled(root: string): number {
  const path = join(root, 'sys/devices/platform/soc/soc:firmware/get_throttled');
  return existsSync(path) ? Number.parseInt(read(path), 16) || 0 : 0;
}

/** The driver rpi_volt of newer kernels. */
function readAlarm(root: string): boolean {
  const folder = join(root, 'sys/class/hwmon');
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some(
    (name) => read(join(folder, name, 'name')) === 'rpi_volt' && read(join(folder, name, 'in0_lcrit_alarm')) === '1',
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
