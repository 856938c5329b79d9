import type { LineChange } from './line-judge.ts';
import { lastDigits } from './line-report.ts';
import type { LineStatus } from './line-status.ts';

interface Told {
  lineId: string;
  sourceId: string;
  status: LineStatus;
  /** How the source says it is, and what to do. */
  health: string;
}

/** One line for people: what befell the line, since when, what to do. */
export function lineEventText({ event, since }: LineChange, told: Told): string {
  return `Line ${told.lineId} (source ${told.sourceId}): ${words[event](clockTime(since), told)}`;
}

const words: Record<LineChange['event'], (since: string, told: Told) => string> = {
  deregistered: (since, { status }) =>
    `its SIM has been on no network since ${since}, ${offNetwork(status)}. If you do not know why, somebody may have taken the number over: call your operator from another phone now and ask whether the SIM was replaced.`,
  registered: (since, { status }) =>
    `its SIM is on the network again${status.operator === null ? '' : ` (${status.operator})`} since ${since}. If it was away without your doing, ask your operator why.`,
  'sim-changed': (since, { status }) =>
    `another SIM has been in its device since ${since} (${simName(status)}). If you did not change it, look at the device and ask your operator.`,
  'sim-missing': (since) =>
    `no SIM can be read since ${since}, so no text comes. Put the card in again, or find out who took it.`,
  'sim-present': (since) => `its SIM can be read again since ${since}.`,
  'store-full': (since, { status }) =>
    `its device has been full since ${since} (${status.storageUsed} of ${status.storageTotal} texts), and the network holds back what comes. Delete texts on it.`,
  'store-free': (since) => `its device has room for texts again since ${since}.`,
  silent: (since, { health }) => `nothing comes from its device since ${since}: ${health}.`,
  answering: (since) => `its device answers again since ${since}.`,
};

function offNetwork({ registration, signalDbm }: LineStatus): string {
  if (registration === 'denied') return 'because the network refuses it';
  return `although the signal is good${signalDbm === null ? '' : ` (${signalDbm} dBm)`}`;
}

function simName({ iccid, imsi }: LineStatus): string {
  const names = [
    iccid === null ? [] : [`ICCID ${lastDigits(iccid)}`],
    imsi === null ? [] : [`IMSI ${lastDigits(imsi)}`],
  ];
  return names.flat().join(', ');
}

function clockTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
