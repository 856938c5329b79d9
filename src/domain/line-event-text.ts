import { fullMemories, type LineChange } from './line-judge.ts';
import { lastDigits } from './line-report.ts';
import type { LineStatus } from './line-status.ts';

interface Told {
  lineId: string;
  sourceId: string;
  status: LineStatus;
  /** What the source says is wrong, and what to do; null: it does not know of anything. */
  complaint: string | null;
}

/** One line for people: what befell the line, since when, what to do. */
export function lineEventText({ event, since, times }: LineChange, told: Told): string {
  const often = times > 1 ? ` This began ${times} times within a day.` : '';
  return `Line ${told.lineId} (source ${told.sourceId}): ${words[event](clockTime(since), told)}${often}`;
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
  'sim-present': (since) => `a SIM can be read again since ${since}.`,
  'sim-locked': (since, told) => `its SIM has been locked since ${since}, so no text comes: ${lockAdvice(told)}.`,
  'sim-unlocked': (since) => `its SIM is not locked any more since ${since}.`,
  'store-full': (since, { status }) =>
    `its device has been full since ${since} (${placesOf(status)}), and the network holds back what comes. Delete texts on it.`,
  'store-free': (since) => `its device has room for texts again since ${since}.`,
  silent: (since, { complaint }) =>
    `nothing comes from its device since ${since}: ${complaint ?? 'it does not answer; unplug it and plug it in again'}.`,
  answering: (since) => `its device answers again since ${since}.`,
};

function offNetwork({ registration, signalDbm }: LineStatus): string {
  if (registration === 'denied') return 'because the network refuses it';
  return `although the signal is good${signalDbm === null ? '' : ` (${signalDbm} dBm)`}`;
}

function lockAdvice({ status, complaint }: Told): string {
  if (complaint !== null) return complaint;
  return status.sim === 'puk'
    ? 'put it in a phone and enter its PUK there'
    : 'put it in a phone, enter its PIN and turn the PIN off there';
}

const memoryNames: Record<string, string> = { SM: 'SIM card ', ME: 'device ' };

function placesOf(status: LineStatus): string {
  return fullMemories(status)
    .map(({ name, used, total }) => `${memoryNames[name] ?? ''}${used} of ${total} texts`)
    .join(', ');
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
