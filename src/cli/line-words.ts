import { lastDigits, type ReportedTrouble } from '../domain/line-report.ts';
import type { LineStatus } from '../domain/line-status.ts';
import { formatTime, oneLine } from './terminal.ts';

/** As the API gives it. */
export type LineStatusJson = Omit<LineStatus, 'lastTextAt' | 'seenAt'> & {
  lastTextAt: string | null;
  seenAt: string | null;
};

export interface LineTroubleJson {
  source: string;
  trouble: ReportedTrouble;
  since: string;
}

/** What is known of a line, in some lines; none where nothing is. Of a SIM's numbers the last four digits. */
export function statusLines(status: LineStatusJson): string[] {
  const { sim, registration, signalDbm, operator, storageUsed, storageTotal, lastTextAt } = status;
  const network = [
    ...(sim === null ? [] : [simWords[sim]]),
    ...(registration === null ? [] : [registrationWords[registration]]),
    ...(operator === null ? [] : [oneLine(operator)]),
    ...(signalDbm === null ? [] : [`${signalDbm} dBm`]),
  ];
  const names = [
    ...(status.iccid === null ? [] : [`ICCID ${lastDigits(status.iccid)}`]),
    ...(status.imsi === null ? [] : [`IMSI ${lastDigits(status.imsi)}`]),
    ...(status.ownNumber === null ? [] : [`number on the SIM ${status.ownNumber}`]),
  ];
  const texts = [
    ...(lastTextAt === null ? [] : [`last text ${formatTime(lastTextAt)}`]),
    ...(storageUsed === null || storageTotal === null ? [] : [`${storageUsed} of ${storageTotal} places used`]),
  ];
  return [network, names, texts].filter((facts) => facts.length > 0).map((facts) => facts.join(', '));
}

export function formatTroubles({ source, trouble, since }: LineTroubleJson): string {
  return `${troubleWords[trouble]} since ${formatTime(since)} (${source})`;
}

/** A locked SIM, with what to do. */
export const lockWords = {
  pin: 'the SIM card wants its PIN: set `pin` in the source where it has that, else turn the PIN off in a phone',
  puk: 'the SIM card is locked: put it in a phone and enter the PUK there',
};

const simWords: Record<NonNullable<LineStatus['sim']>, string> = {
  ready: 'SIM ready',
  pin: 'SIM wants its PIN',
  puk: 'SIM is locked and wants its PUK',
  missing: 'no SIM',
  failure: 'SIM cannot be read',
  unknown: 'SIM not ready yet',
};

const registrationWords: Record<NonNullable<LineStatus['registration']>, string> = {
  home: 'on its network',
  roaming: 'roaming',
  searching: 'searching for a network',
  denied: 'refused by the network',
  none: 'on no network',
  unknown: 'network not known',
};

const troubleWords: Record<ReportedTrouble, string> = {
  deregistered: 'on no network although the signal is good',
  'sim-missing': 'no SIM can be read',
  'sim-locked': 'its SIM wants its PIN or PUK',
  'store-full': 'its device is full',
  silent: 'nothing comes from its device',
  'test-lost': 'texts that the hub sends to it do not arrive',
};
