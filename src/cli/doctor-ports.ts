import { isHub, permissionAdvice, type SerialPort, type User } from '../discovery/ports.ts';
import type { DoctorFinding } from './doctor-finding.ts';

/** Names, permissions and who else is there. */
export function judgePort(port: SerialPort, root: string, user: User): DoctorFinding[] {
  const area = `port ${port.path}`;
  const named = port.stablePath === null ? '' : `; path: ${port.stablePath} keeps its name when it is plugged in again`;
  const found: DoctorFinding[] = [{ area, level: 'ok', text: `interface ${port.interfaceNumber}${named}` }];
  if (!port.canOpen) found.push({ area, level: 'problem', text: permissionAdvice(port, root, user) });
  for (const { name, pid } of port.holders.filter((holder) => !isHub(holder))) {
    found.push({
      area,
      level: 'problem',
      text: `${name} (process ${pid}) uses it: stop it, or have it leave the modem alone`,
    });
  }
  return found;
}
