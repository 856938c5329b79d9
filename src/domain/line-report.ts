import { type LineTrouble, lineTroubles } from './line-judge.ts';
import { type LineStatus, unknownLineStatus } from './line-status.ts';

/** What can be wrong with a line: seen by a source, or found by a line test. */
export const reportedTroubles = [...lineTroubles, 'test-lost'] as const satisfies readonly ReportedTrouble[];
export type ReportedTrouble = LineTrouble | 'test-lost';

/** How one of our own lines is, by all that its sources tell. */
export interface LineReport {
  line: { id: string; number: string | null; ownerId: string };
  /** All sources together. */
  status: LineStatus;
  sources: { id: string; kind: string; status: LineStatus | null }[];
  /** What is wrong and was told, by the source or line test of this id, with since when, in milliseconds since the epoch. */
  troubles: { sourceId: string; trouble: ReportedTrouble; since: number }[];
}

/** For each fact the first status, in the order given, that knows it; times are the latest. */
export function mergeStatuses(statuses: readonly LineStatus[]): LineStatus {
  const facts = statuses.reduce<LineStatus>((merged, status) => fill(merged, status), unknownLineStatus);
  return {
    ...facts,
    lastTextAt: latest(statuses.map(({ lastTextAt }) => lastTextAt)),
    seenAt: latest(statuses.map(({ seenAt }) => seenAt)),
  };
}

function fill(merged: LineStatus, status: LineStatus): LineStatus {
  const known = Object.entries(merged).filter(([, value]) => value !== null);
  return { ...status, ...(Object.fromEntries(known) as Partial<LineStatus>) };
}

/** null where none of them is known. */
export function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** As much of a SIM's or device's number as tells it from another: the last four digits. */
export function lastDigits(number: string | null): string | null {
  return number === null ? null : `…${number.slice(-4)}`;
}
