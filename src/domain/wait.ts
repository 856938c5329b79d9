/**
 * `waiting`: nothing came so far; `came`: a text with a code came; `nothing`: the usual delay is over without one, and
 * one that still comes counts until `endsAt`; `ended`: taken back.
 */
export const waitStates = ['waiting', 'came', 'nothing', 'ended'] as const;
export type WaitState = (typeof waitStates)[number];

/** Why nothing may have come, as far as it can be seen. */
export const waitCauseCodes = [
  'went-to-other',
  'no-code-in-text',
  'no-source',
  'source-failing',
  'sim-missing',
  'sim-locked',
  'not-registered',
  'weak-signal',
  'store-full',
  'others-arrived',
  'nothing-arrived',
  'never-heard',
  'long-silent',
] as const;
export type WaitCauseCode = (typeof waitCauseCodes)[number];

/** `text`: one sentence for people, without text or code of any message. */
export interface WaitCause {
  code: WaitCauseCode;
  text: string;
}

/** Somebody expects a code. Times are milliseconds since the epoch. */
export interface Wait {
  id: string;
  /** null: the administrator, who takes nothing from anybody. */
  personId: string | null;
  /** null: any. */
  service: string | null;
  line: string | null;
  state: WaitState;
  startedAt: number;
  /** A text that comes now or later does not count. */
  endsAt: number;
  /** From the beginning of a wait to the code, as it was the last times. */
  usualDelayMs: number;
  messageId: string | null;
  causes: WaitCause[];
  advice: string[];
}

/** How long a window is, in minutes. */
export const waitMinutes = { least: 1, most: 30, usual: 5 } as const;

/** Where nothing was learned of a service yet. */
export const defaultDelayMs = 60_000;
/** Sooner nothing is said, however quick a sender usually is: a phone network takes some seconds. */
const shortestDelayMs = 10_000;

/** What earlier waits took, in milliseconds, in any order; the median says what is usual. */
export function usualDelay(durationsMs: readonly number[]): number {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) return defaultDelayMs;
  return Math.max(Math.round((low + high) / 2), shortestDelayMs);
}

/** Does a code that comes now still count? */
export function isOpenWait({ state, endsAt }: Pick<Wait, 'state' | 'endsAt'>, now: number): boolean {
  return (state === 'waiting' || state === 'nothing') && now < endsAt;
}

/** A text with a code, as waits are asked about it. */
export interface AwaitedText {
  /** By which names of services are compared; null: the text names none. */
  serviceKey: string | null;
  lineId: string;
  /** Who sees its code anyway: the one whose line it is, and those whose destinations it goes to. */
  people: readonly string[];
}

export interface WaitWish {
  personId: string | null;
  serviceKey: string | null;
  lineId: string | null;
}

/** Is it this text that the wait is for? Nobody gets by waiting what they would not see without. */
export function isAwaitedBy(wait: WaitWish, text: AwaitedText): boolean {
  if (wait.serviceKey !== null && wait.serviceKey !== text.serviceKey) return false;
  if (wait.lineId !== null && wait.lineId !== text.lineId) return false;
  return wait.personId === null || text.people.includes(wait.personId);
}
