import { maskAddress } from '../../domain/proof.ts';
import type { ChannelKind } from '../../verification/channel.ts';
import { addressFor } from '../../verification/issue.ts';
import { nextSteps } from '../../verification/next-steps.ts';
import { type SeenVerification, statusOf } from '../../verification/seen.ts';
import { serviceName, strangersName } from '../../verification/words/safe-name.ts';

/** What the page was just told, in its address; nothing follows from it but words. */
export const notices = ['wrong', 'resent', 'wait', 'refused'] as const;
export type Notice = (typeof notices)[number];

/** Another try: by this kind, at the earliest in so many seconds. */
export interface Way {
  kind: ChannelKind;
  seconds: number;
}

/** What the page of a verification shows. */
export interface PageView {
  id: string;
  state: 'open' | 'approved' | 'canceled' | 'too-many';
  service: string;
  subject: string | null;
  payment: { amount: string; payee: string } | null;
  channel: ChannelKind;
  /** Masked. */
  to: string;
  /** The code may have letters. */
  letters: boolean;
  length: number;
  checksLeft: number;
  secondsLeft: number;
  ways: readonly Way[];
  notice: Notice | 'not-sent' | null;
  returnUrl: string;
}

const longestName = 60;
const lost = new Set(['failed', 'undelivered']);

interface ViewFacts {
  /** The service. */
  named: string;
  /** What the page was just told. */
  said: string | undefined;
  /** Can something here bring the code in this way? */
  reaches(kind: ChannelKind): boolean;
}

/** undefined: it has no page, or is over in a way that it shares with those that never were. */
export function viewOf(
  { row, personal, sends }: SeenVerification,
  { named, said, reaches }: ViewFacts,
  now: number,
): PageView | undefined {
  const state = stateOf(statusOf(row, now));
  if (state === undefined || personal?.returnUrl === undefined) return undefined;
  const { subject, amount, payee, customName } = personal;
  const steps = nextSteps(row, personal, now);
  const channel = row.channel as ChannelKind;
  return {
    ...{ id: row.id, state, channel, returnUrl: personal.returnUrl, length: row.code_length },
    service: customName === null ? serviceName(named, longestName) : strangersName(customName, longestName),
    subject: subject === null ? null : strangersName(subject, longestName),
    payment: amount === null && payee === null ? null : { amount: amount ?? '', payee: payee ?? '' },
    to: maskAddress(addressFor(personal, channel)),
    letters: row.code_mac !== null && row.test === 0,
    checksLeft: steps.checksLeft,
    secondsLeft: secondsUntil(row.expires_at, now),
    ways: [
      ...wayOf('sms', steps.smsAt, now),
      ...wayOf('call', steps.callAt, now),
      ...wayOf('email', steps.emailAt, now),
    ].filter(({ kind }) => reaches(kind)),
    notice: lost.has(sends.at(-1)?.state ?? '') ? 'not-sent' : (notices.find((notice) => notice === said) ?? null),
  };
}

function stateOf(status: string): PageView['state'] | undefined {
  if (status === 'pending') return 'open';
  if (status === 'max_attempts_reached') return 'too-many';
  return status === 'approved' || status === 'canceled' ? status : undefined;
}

function wayOf(kind: ChannelKind, at: number | null, now: number): Way[] {
  return at === null ? [] : [{ kind, seconds: secondsUntil(at, now) }];
}

function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}
