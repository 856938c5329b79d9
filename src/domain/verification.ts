/** What a code may be used for: bound into it, so that it is good for nothing else. */
export const purposes = ['login', 'address', 'recovery', 'transaction'] as const;
export type Purpose = (typeof purposes)[number];

/** One code has so many checks (NIST SP 800-63B-4 §3.1.3.2 asks for a limit; Twilio Verify has 5). */
export const mostChecks = 5;
/** One code is sent so often (Twilio Verify: 5 in ten minutes). */
export const mostSends = 5;
/** A second request within this time gets the same answer and no second code: a double click, a retry. */
export const sameRequestMs = 3_000;
/** Waits after each send before the next one; all of them together fit into the usual lifetime. */
export const sendGapsMs = [30_000, 60_000, 120_000, 300_000] as const;
/** A call comes at the earliest so long after a text, which may still be on its way. */
export const callAfterTextMs = 60_000;

/** How a code reaches somebody; the words of Twilio Verify. */
export const channelKinds = ['sms', 'call', 'email'] as const;

/** One way to bring a code, and how long it has to arrive before the next one is taken. */
export interface WorkflowStep {
  channel: (typeof channelKinds)[number];
  /** Only by this channel of the hub (`line`, or the id of a provider); null: by any. */
  via: string | null;
  timeoutMs: number;
}

/** How one try to send a code ended. `test`: a test number, nothing is sent. */
export type SendState = 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'unknown' | 'test';

/** Why something is not done; stable, to decide by. */
export type VerificationRefusal =
  | 'max-checks'
  | 'max-sends'
  | 'too-soon'
  | 'destination-limit'
  | 'address-limit'
  | 'prefix-limit'
  | 'region-limit'
  | 'app-limit'
  | 'blocked'
  | 'daily-cost'
  | 'region-denied'
  | 'landline'
  | 'number-blocked'
  | 'not-an-address'
  | 'no-channel'
  | 'stronger-factor'
  | 'bad-parameter';

/** Refused: `retryAfterMs` where it may be done later. */
export interface Refused {
  outcome: 'refused';
  refusal: VerificationRefusal;
  retryAfterMs: number | null;
}

/** When the next send may be asked for after so many. */
export function nextSendAt(sends: number, now: number): number {
  return now + (sendGapsMs[Math.min(sends, sendGapsMs.length) - 1] ?? 0);
}
