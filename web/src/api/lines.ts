import { get } from './request.ts';

/** How a line is; null: not known. */
export interface LineStatus {
  sim: 'ready' | 'pin' | 'puk' | 'missing' | 'failure' | 'unknown' | null;
  registration: 'home' | 'roaming' | 'searching' | 'denied' | 'none' | 'unknown' | null;
  signalDbm: number | null;
  operator: string | null;
  ownNumber: string | null;
  storageUsed: number | null;
  storageTotal: number | null;
  /** ISO 8601 in UTC. */
  lastTextAt: string | null;
}

/** What is wrong with a line for a while. */
export type Trouble = 'deregistered' | 'sim-missing' | 'sim-locked' | 'store-full' | 'silent' | 'test-lost';

export interface Line {
  id: string;
  /** E.164; null: not known. */
  number: string | null;
  owner: string;
  /** By all sources together. */
  status: LineStatus;
  troubles: { source: string; trouble: Trouble; since: string }[];
  sources: { id: string; kind: string; status: LineStatus | null }[];
}

export const readLines = async () => (await get<{ lines: Line[] }>('/lines')).lines;
