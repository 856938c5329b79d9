import { saveGeneral } from './configuration.ts';
import { get, post } from './request.ts';

/** A line test as it is set. */
export interface LineTestSetting {
  id: string;
  /** The line that it is to arrive at. */
  to: string;
  /** The line or provider that sends it. */
  via: string;
  everyMinutes: number;
  lostAfterSeconds: number;
  /** Else it is sent by hand only. */
  enabled: boolean;
}

export interface LineTestRun {
  id: string;
  state: 'sending' | 'sent' | 'arrived' | 'lost' | 'failed' | 'unknown';
  startedAt: string;
  delaySeconds: number | null;
  /** In the hub's words. */
  reason: string | null;
}

/** A text that the hub sends to one of its own lines now and then. */
export interface LineTest extends LineTestSetting {
  /** null: they arrive. */
  lostSince: string | null;
  nextAt: string | null;
  /** Of the newest 100. */
  summary: { sent: number; arrived: number; lost: number; medianSeconds: number | null };
  /** The newest first. */
  runs: LineTestRun[];
}

export const listLineTests = async () => (await get<{ canaries: LineTest[] }>('/canaries')).canaries;
/** Answers when the text has left, or could not. */
export const runLineTest = (id: string) =>
  post<{ run: string; canary: LineTest }>(`/canaries/${encodeURIComponent(id)}/run`);
/** Saves all of them, unless somebody else has changed them since. */
export const saveLineTests = (canaries: LineTestSetting[], revision: string) => saveGeneral({ canaries }, revision);
