import { bulkInsert, bulkQuery } from './bulk-query.ts';
import { type Database, routine, type Trx } from './database.ts';

/** One step of a workflow to a later one. */
export interface Advance {
  from: number;
  to: number;
  /** When it is looked at whether to go on from there; null: it is the last one. */
  dueAt: number | null;
  /** By the app: as any other sending again. Else by itself. */
  asked: boolean;
  /** After how many sends it was judged that it is to go on: one more meanwhile, and it is judged anew. null: asked for. */
  afterSends: number | null;
  /** For the trail, as `sms failed, call`. */
  detail: string;
}

export interface WorkflowRow {
  verification_id: string;
  step: number;
  due_at: number | null;
}

const insert = bulkInsert<WorkflowRow>('verify_workflows', {
  verification_id: 'text',
  step: 'bigint',
  due_at: 'bigint',
});

export async function insertWorkflows(trx: Trx, rows: readonly WorkflowRow[]): Promise<void> {
  await insert(trx, rows);
}

interface Move {
  which: string;
  from_step: number;
  to_step: number;
  next_due: number | null;
  after_sends: number | null;
}

const move = bulkQuery<Move, { verification_id: string }>(
  { which: 'text', from_step: 'bigint', to_step: 'bigint', next_due: 'bigint', after_sends: 'bigint' },
  (given) => `update verify_workflows set step = to_step, due_at = next_due from ${given}
    where verification_id = which and step = from_step and (after_sends is null or after_sends = (
      select sends from verifications where verifications.id = which)) returning verification_id`,
);

/**
 * Which of these went on: of two nodes that try it at once, one does; and none that was sent again meanwhile, as that has
 * its own time to arrive.
 */
export async function moveOn(trx: Trx, moves: readonly { id: string; advance: Advance }[]): Promise<Set<string>> {
  const moved = await move(
    trx,
    moves.map(({ id, advance: { from, to, dueAt, afterSends } }) => ({
      which: id,
      from_step: from,
      to_step: to,
      next_due: dueAt,
      after_sends: afterSends,
    })),
  );
  return new Set(moved.map(({ verification_id }) => verification_id));
}

const hurry = bulkQuery<{ which: string; at_time: number }>(
  { which: 'text', at_time: 'bigint' },
  (given) => `update verify_workflows set due_at = at_time from ${given}
    where verification_id = which and due_at is not null and due_at > at_time`,
);

/** What surely did not arrive is looked at now. */
export async function hurryFailed(
  trx: Trx,
  settled: readonly { verification_id: string; state: string }[],
  now: number,
): Promise<void> {
  const failed = settled.filter(({ state }) => state === 'failed' || state === 'undelivered');
  const ids = new Set(failed.map(({ verification_id }) => verification_id));
  await hurry(
    trx,
    [...ids].map((which) => ({ which, at_time: now })),
  );
}

/** Looked at again at that time; null: never again. Only while it is still at this step. */
export const replanWorkflow = routine(
  'replanWorkflow',
  async (trx, { id, step, dueAt }: { id: string; step: number; dueAt: number | null }): Promise<void> => {
    const same = { from: step, to: step, dueAt, asked: false, afterSends: null, detail: '' };
    await moveOn(trx, [{ id, advance: same }]);
  },
);

/** Goes on without sending: nothing goes by that step. */
export const skipStep = routine(
  'skipStep',
  async (trx, { id, advance }: { id: string; advance: Advance }): Promise<void> => {
    await moveOn(trx, [{ id, advance }]);
  },
);

const due = bulkQuery<{ at_time: number }, WorkflowRow>(
  { at_time: 'bigint' },
  (given) => `select verification_id, step, due_at from verify_workflows where due_at is not null
    and due_at <= (select at_time from ${given}) order by due_at limit 100`,
);

/** Those that are to be looked at now, the oldest first; a page. */
export function dueWorkflows(database: Database, now: number): Promise<WorkflowRow[]> {
  return due(database.read, [{ at_time: now }]);
}

const byId = bulkQuery<{ which: string }, WorkflowRow>(
  { which: 'text' },
  (given) => `select w.* from ${given} join verify_workflows as w on w.verification_id = which`,
);

/** undefined: it has one step only, or is erased. */
export async function findWorkflow(database: Database, verificationId: string): Promise<WorkflowRow | undefined> {
  return (await byId(database.read, [{ which: verificationId }]))[0];
}

const forget = bulkQuery<{ which: string }>(
  { which: 'text' },
  (given) => `delete from verify_workflows where verification_id in (select which from ${given})`,
);

export async function forgetWorkflows(trx: Trx, verificationIds: readonly string[]): Promise<void> {
  await forget(
    trx,
    verificationIds.map((which) => ({ which })),
  );
}

const awaited = bulkQuery<{ which: string }, { send_id: string }>(
  { which: 'text' },
  (given) => `select send_id from ${given} join verify_awaited on send_id = which`,
);

/** Is it still to be seen whether another provider sends in place of this try? */
export async function mayFailOver(database: Database, sendId: string): Promise<boolean> {
  return (await awaited(database.read, [{ which: sendId }])).length > 0;
}
