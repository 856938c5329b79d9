import { callAfterTextMs } from '../domain/verification.ts';
import type { VerificationRow } from '../store/verification-tables.ts';

/** What may be asked for next, and when; ms since the epoch. null: not any more. */
export interface NextSteps {
  smsAt: number | null;
  callAt: number | null;
  emailAt: number | null;
  checkAt: number | null;
  checksLeft: number;
  sendsLeft: number;
}

type Counted = Pick<
  VerificationRow,
  | 'status'
  | 'channel'
  | 'attempts'
  | 'max_attempts'
  | 'sends'
  | 'max_sends'
  | 'last_send_at'
  | 'next_send_at'
  | 'expires_at'
>;

/** Lets an app show countdowns without guessing. */
export function nextSteps(row: Counted, now: number): NextSteps {
  const open = row.status === 'pending' && row.expires_at > now;
  const checksLeft = open ? row.max_attempts - row.attempts : 0;
  const sendsLeft = checksLeft > 0 ? row.max_sends - row.sends : 0;
  const isPhone = row.channel !== 'email';
  const at = (time: number) => (sendsLeft > 0 && time < row.expires_at ? Math.max(time, now) : null);
  const afterText = row.channel === 'sms' ? row.last_send_at + callAfterTextMs : 0;
  return {
    smsAt: isPhone ? at(row.next_send_at) : null,
    callAt: isPhone ? at(Math.max(row.next_send_at, afterText)) : null,
    emailAt: isPhone ? null : at(row.next_send_at),
    checkAt: checksLeft > 0 ? now : null,
    checksLeft,
    sendsLeft,
  };
}
