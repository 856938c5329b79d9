import type { WorkflowStep } from '../domain/verification.ts';
import type { SendRow, VerificationRow } from '../store/verification-tables.ts';
import type { Advance } from '../store/verification-workflows.ts';

/** What is to be done about a workflow now. `over`: nothing, ever again. */
export type NextMove = { move: 'over' } | { move: 'wait'; until: number } | { move: 'on'; why: 'failed' | 'silent' };

/** Whether a code has had its time to arrive. Pure. */
export function judgeWorkflow(
  row: Pick<VerificationRow, 'status' | 'expires_at' | 'attempts' | 'max_attempts'>,
  newest: Pick<SendRow, 'state' | 'created_at'> | undefined,
  step: Pick<WorkflowStep, 'timeoutMs'> | undefined,
  now: number,
): NextMove {
  const isOpen = row.status === 'pending' && row.expires_at > now && row.attempts < row.max_attempts;
  if (!isOpen || newest === undefined || step === undefined || newest.state === 'delivered') return { move: 'over' };
  if (newest.state === 'failed' || newest.state === 'undelivered') return { move: 'on', why: 'failed' };
  const until = newest.created_at + step.timeoutMs;
  return now < until ? { move: 'wait', until } : { move: 'on', why: 'silent' };
}

/** From one step to the next one; undefined: there is none. */
export function advanceFrom(
  steps: readonly WorkflowStep[],
  from: number,
  { why, now, afterSends }: { why: 'asked' | 'failed' | 'silent'; now: number; afterSends: number | null },
): (Advance & { step: WorkflowStep }) | undefined {
  const to = from + 1;
  const step = steps[to];
  if (step === undefined) return undefined;
  const dueAt = to < steps.length - 1 ? now + step.timeoutMs : null;
  const name = ({ channel, via }: WorkflowStep) => (via === null ? channel : `${channel} by ${via}`);
  const before = steps[from];
  const detail = before === undefined ? name(step) : `${name(before)} ${why}, ${name(step)}`;
  return { from, to, dueAt, asked: why === 'asked', afterSends, detail, step };
}
