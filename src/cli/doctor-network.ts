import type { LineStatus } from '../domain/line-status.ts';
import type { DoctorFinding } from './doctor-finding.ts';

/** Below this texts come late or not at all. */
const weakSignalDbm = -105;

/** Whether the SIM is on a network with signal enough, and what to do where it is not. */
export function judgeNetwork({
  registration,
  signalDbm,
  operator,
}: Pick<LineStatus, 'registration' | 'signalDbm' | 'operator'>): Omit<DoctorFinding, 'area'> {
  const signal = signalDbm === null ? 'no signal' : `signal ${signalDbm} dBm`;
  const where = [operator ?? 'network without a name', signal].join(', ');
  if (registration === 'home' || registration === 'roaming') {
    const words = `it is on the network${registration === 'roaming' ? ' (roaming)' : ''}: ${where}`;
    if (signalDbm !== null && signalDbm > weakSignalDbm) return { level: 'ok', text: words };
    return { level: 'warning', text: `${words}: move it, or use an extension cable` };
  }
  if (registration === 'denied') {
    return {
      level: 'problem',
      text: `the network refuses its SIM (${signal}): ask the operator whether the card is active, or was replaced`,
    };
  }
  const why =
    signalDbm === null || signalDbm <= weakSignalDbm
      ? 'move it, or use an extension cable'
      : 'the signal is good, so ask the operator whether the card is active, or was replaced';
  return { level: 'problem', text: `it is on no network (${signal}): ${why}` };
}
