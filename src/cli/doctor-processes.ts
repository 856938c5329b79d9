import { processes } from '../discovery/processes.ts';
import type { DoctorFinding } from './doctor-finding.ts';

/** Programs that talk to modems by themselves, and how to stop them. */
const rivals: Record<string, string> = {
  ModemManager:
    'it probes every modem and takes its texts: sudo systemctl disable --now ModemManager, or leave the stick out by a udev rule with ENV{ID_MM_DEVICE_IGNORE}="1"',
  'gammu-smsd': 'it reads and deletes the texts of its modem: sudo systemctl disable --now gammu-smsd',
  smsd: 'it reads and deletes the texts of its modem: sudo systemctl disable --now smstools',
  wvdial: 'it keeps the modem in a data call: stop it',
  pppd: 'it may keep the modem in a data call: stop it, or use another port',
};

/** Programs that are known to get in the way. */
export function findRivals(root: string): DoctorFinding[] {
  return processes(root)
    .filter(({ name }) => name in rivals)
    .map(({ name, pid }) => ({
      area: `program ${name}`,
      level: 'warning',
      text: `is running (process ${pid}): ${rivals[name]}`,
    }));
}
