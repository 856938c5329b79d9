import type { Health } from '../../api/configuration.ts';
import type { LineStatus } from '../../api/lines.ts';

/** Why no text comes, as far as it can be seen from here. */
export type Cause =
  | 'simMissing'
  | 'simPin'
  | 'simPuk'
  | 'simFailure'
  | 'denied'
  | 'noNetwork'
  | 'weakSignal'
  | 'storageFull'
  | 'sourceFails'
  | 'sourceOff'
  | 'callRefused'
  | 'neverCalled'
  | 'providerPointsElsewhere'
  | 'otherNumber'
  | 'shortCodes';

/** Below this, texts come late or not at all (3GPP TS 27.007 §8.5: −113 dBm is the least that is told). */
const weakSignalDbm = -105;
const refused = 'refused';

/** What surely keeps texts away: said at once. */
export function sureCauses(status: LineStatus | null, health: Health | null): Cause[] {
  return [...simCauses(status), ...sourceCauses(health)];
}

/** What is likely when nothing has come for a while: what is sure, then what cannot be seen from here. */
export function likelyCauses(kind: string, status: LineStatus | null, health: Health | null): Cause[] {
  const sure = sureCauses(status, health);
  if (sure.length > 0) return sure;
  const weak: Cause[] = status?.signalDbm != null && status.signalDbm <= weakSignalDbm ? ['weakSignal'] : [];
  if (kind === 'webhook') return ['neverCalled'];
  if (kind === 'twilio') return ['providerPointsElsewhere', 'otherNumber', 'shortCodes'];
  return [...weak, 'otherNumber', 'shortCodes'];
}

function simCauses(status: LineStatus | null): Cause[] {
  if (status === null) return [];
  const { sim, registration } = status;
  if (sim === 'missing') return ['simMissing'];
  if (sim === 'pin') return ['simPin'];
  if (sim === 'puk') return ['simPuk'];
  if (sim === 'failure') return ['simFailure'];
  const causes: Cause[] = [];
  if (registration === 'denied') causes.push('denied');
  if (registration === 'none' || registration === 'searching') causes.push('noNetwork');
  if (isFull(status)) causes.push('storageFull');
  return causes;
}

function isFull({ storageUsed, storageTotal }: LineStatus): boolean {
  return storageUsed !== null && storageTotal !== null && storageTotal > 0 && storageUsed >= storageTotal;
}

function sourceCauses(health: Health | null): Cause[] {
  if (health === null) return [];
  if (health.state === 'failing') return ['sourceFails'];
  if (health.state === 'off') return ['sourceOff'];
  return health.detail.includes(refused) ? ['callRefused'] : [];
}

/** How good a signal is. */
export type SignalGrade = 'strong' | 'good' | 'fair' | 'weak';

export function gradeOf(signalDbm: number): SignalGrade {
  if (signalDbm > -75) return 'strong';
  if (signalDbm > -90) return 'good';
  return signalDbm > weakSignalDbm ? 'fair' : 'weak';
}
