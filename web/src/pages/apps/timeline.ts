import type { Attempt, TrailEntry, TrailedVerification } from '../../api/apps.ts';

/** One thing that befell a verification. `ask`: its code was asked for, and what became of that try. */
export type Step =
  | { kind: 'ask'; at: string; attempt: Attempt; again: boolean }
  | { kind: 'event'; at: string; event: string; detail: string | null };

/** Of which the tries tell by themselves. */
const toldByTries = new Set(['created', 'resent']);

/**
 * What befell a verification, in order: its tries stand where they were asked for, as a row of a try changes its time once
 * more when the code is entered.
 */
export function timelineOf({ trail, attempts }: Pick<TrailedVerification, 'trail' | 'attempts'>): Step[] {
  const asks: Step[] = attempts.map((attempt) => ({
    kind: 'ask',
    at: attempt.createdAt,
    attempt,
    again: attempt.number > 1,
  }));
  const told = new Set(attempts.map(({ createdAt }) => createdAt));
  const events: Step[] = trail
    .filter(({ event, at }) => !(toldByTries.has(event) && told.has(at)))
    .map(({ at, event, detail }: TrailEntry) => ({ kind: 'event', at, event, detail }));
  // What was noted of a try stands before it: why it was made.
  return [...events, ...asks].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** From which kind of channel to which, and why: as the trail notes it, `sms silent, call by twilio`. */
export function readFallBack(detail: string | null): { before: string; why: string; next: string } | null {
  const found = /^(\w+)(?: by \S+)? (\w+), (\w+)(?: by \S+)?$/.exec(detail ?? '');
  const [, before, why, next] = found ?? [];
  return before === undefined || why === undefined || next === undefined ? null : { before, why, next };
}
