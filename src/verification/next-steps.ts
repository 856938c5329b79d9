import { callAfterTextMs } from '../domain/verification.ts';
import type { PersonalPart } from '../store/verification-reads.ts';
import type { VerificationRow } from '../store/verification-tables.ts';

/** What may be asked for next, and when; ms since the epoch. null: not any more, or it goes nowhere in this way. */
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

/** Lets an app show countdowns without guessing. `personal` null: it is erased, nothing can be sent any more. */
export function nextSteps(row: Counted, personal: Pick<PersonalPart, 'to' | 'targets'> | null, now: number): NextSteps {
  const open = row.status === 'pending' && row.expires_at > now;
  const checksLeft = open ? row.max_attempts - row.attempts : 0;
  const sendsLeft = checksLeft > 0 && personal !== null ? row.max_sends - row.sends : 0;
  const isMailbox = personal?.to.includes('@') === true;
  const hasPhone = personal?.targets === undefined ? !isMailbox : personal.targets.phone !== null;
  const hasMailbox = personal?.targets === undefined ? isMailbox : personal.targets.email !== null;
  const at = (possible: boolean, time: number) =>
    possible && sendsLeft > 0 && time < row.expires_at ? Math.max(time, now) : null;
  const afterText = row.channel === 'sms' ? row.last_send_at + callAfterTextMs : 0;
  return {
    smsAt: at(hasPhone, row.next_send_at),
    callAt: at(hasPhone, Math.max(row.next_send_at, afterText)),
    emailAt: at(hasMailbox, row.next_send_at),
    checkAt: checksLeft > 0 ? now : null,
    checksLeft,
    sendsLeft,
  };
}
