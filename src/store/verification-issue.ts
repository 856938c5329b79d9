import { bulkInsert, bulkQuery } from './bulk-query.ts';
import { routine, type Trx } from './database.ts';
import { readKnown } from './issue-known.ts';
import { type Issued, IssuePlan, type IssueRequest, type Resend, verificationKeptMs } from './issue-plan.ts';
import { limitsToSave } from './limit-rows.ts';
import { sendColumns, verificationColumns } from './verification-columns.ts';
import { giveBackKeys, lostKeys } from './verification-keys.ts';
import { changesToLog, type VerificationChange } from './verification-log.ts';
import type { SendRow, VerificationRow } from './verification-tables.ts';
import { type Advance, insertWorkflows, moveOn } from './verification-workflows.ts';
import { writeLast, writeLastBehind } from './write-together.ts';

interface Closing {
  which: string;
  ends_as: string;
  ends_at: number;
  at_time: number;
  keep_until: number;
}

const closeRows = bulkQuery<Closing, { id: string }>(
  { which: 'text', ends_as: 'text', ends_at: 'bigint', at_time: 'bigint', keep_until: 'bigint' },
  (given) => `update verifications set status = ends_as, open_key = null, ended_at = ends_at, updated_at = at_time,
    due_at = keep_until from ${given} where id = which and case status when 'pending' then which is not null end returning id`,
);

const insertRows = bulkInsert<VerificationRow, { id: string }>(
  'verifications',
  verificationColumns,
  'on conflict (open_key) where open_key is not null do nothing returning id',
);

const insertSends = bulkInsert<SendRow>('verify_sends', sendColumns);

/** Decides by itself: two at once have one winner. */
const resend = bulkQuery<Resend, { id: string }>(
  {
    which: 'text',
    at_time: 'bigint',
    by_channel: 'text',
    next_at: 'bigint',
    other_code: 'bigint',
    new_mac: 'text',
    new_salt: 'text',
    new_key: 'text',
    new_test: 'bigint',
    ready_at: 'bigint',
  },
  (given) => `update verifications set sends = sends + 1, channel = by_channel, last_send_at = at_time,
    next_send_at = next_at, updated_at = at_time,
    code_mac = case when other_code = 1 then new_mac else code_mac end,
    salt = case when other_code = 1 then new_salt else salt end,
    key_id = case when other_code = 1 then new_key else key_id end,
    test = case when other_code = 1 then new_test else test end
    from ${given} where id = which and case status when 'pending' then expires_at > at_time and sends < max_sends
    and next_send_at <= ready_at and attempts < max_attempts end returning id`,
);

/**
 * Issues codes, each as if the others were not there; no two may have the same `open_key`. One that is pending under it
 * is sent again: the same code, the same checks. What is counted towards limits, the trail and the try that is now to be
 * sent are one transaction with it.
 */
export const issueCodes = routine('issueCodes', async (trx, requests: readonly IssueRequest[]): Promise<Issued[]> => {
  const moved = await moveOn(trx, movesOf(requests, false));
  const plan = new IssuePlan(await readKnown(trx, requests));
  const answers = requests.map((request): Issued => {
    const { advance, again } = request;
    return advance?.asked === false && !moved.has(again ?? '') ? { outcome: 'gone' } : plan.decide(request);
  });
  const isPlain = plan.closed.length + plan.resent.length === 0 && requests.every(isOnlyNew);
  return isPlain ? createAll(trx, plan, requests, answers) : writeAll(trx, plan, requests, answers);
});

/** It brings nothing along that decides by itself, too, or that is written besides. */
function isOnlyNew({ idempotency, workflow, advance }: IssueRequest): boolean {
  return idempotency === null && workflow === null && advance === null;
}

/** The usual case: none was pending. On PostgreSQL one statement. */
async function createAll(
  trx: Trx,
  plan: IssuePlan,
  requests: readonly IssueRequest[],
  answers: readonly Issued[],
): Promise<Issued[]> {
  if (plan.created.length === 0) {
    await writeLast(trx, [limitsToSave(plan.counted.values()), changesToLog(changesOf(requests, answers))]);
    return [...answers];
  }
  const isNew = ({ verificationId }: VerificationChange) => newIds.has(verificationId);
  const newIds = new Set<string | null>(plan.created.map(({ id }) => id));
  const changes = changesOf(requests, answers);
  const behind = [
    { part: insertSends.with(answers.flatMap(sendOf)), by: 'verification_id' },
    { part: changesToLog(changes.filter(isNew)), by: 'verification_id' },
  ];
  const besides = [limitsToSave(plan.counted.values()), changesToLog(changes.filter((one) => !isNew(one)))];
  return keptOf(answers, await writeLastBehind(trx, insertRows.with(plan.created), behind, besides));
}

function changesOf(requests: readonly IssueRequest[], answers: readonly Issued[]): VerificationChange[] {
  return requests.flatMap((request, index) => changeOf(request, answers[index]));
}

async function writeAll(
  trx: Trx,
  plan: IssuePlan,
  requests: readonly IssueRequest[],
  answers: readonly Issued[],
): Promise<Issued[]> {
  const lost = await lostKeys(trx, requests, answers);
  const isMine = ({ id }: { id: string }) => !lost.has(id);
  const closed = await close(trx, plan);
  const done = new Set((await insertRows(trx, plan.created.filter(isMine))).map(({ id }) => id));
  const resent = plan.resent.filter(({ which }) => !lost.has(which));
  for (const { id } of await resend(trx, resent)) done.add(id);
  const kept = keptOf(answers, done);
  await giveBackKeys(trx, requests, kept, lost);
  await keepWorkflows(trx, requests, kept);
  await writeLast(trx, [
    insertSends.with(kept.flatMap(sendOf)),
    limitsToSave(plan.counted.values()),
    changesToLog([...closed, ...changesOf(requests, kept)]),
  ]);
  return kept;
}

/** Where another node was faster, nothing was written. */
function keptOf(answers: readonly Issued[], done: ReadonlySet<unknown>): Issued[] {
  return answers.map((answer) => {
    const acted = answer.outcome === 'created' || answer.outcome === 'resent';
    return acted && !done.has(answer.row.id) ? { outcome: 'raced' } : answer;
  });
}

/** Those that have expired make way, and those for another payment; of several nodes one tells of it. */
async function close(trx: Trx, { closed: all }: IssuePlan): Promise<VerificationChange[]> {
  const rows = await closeRows(
    trx,
    all.map(({ row, closedAt, as }) => {
      const ends_at = as === 'expired' ? row.expires_at : closedAt;
      return { which: row.id, ends_as: as, ends_at, at_time: closedAt, keep_until: ends_at + verificationKeptMs };
    }),
  );
  const ids = new Set(rows.map(({ id }) => id));
  return all
    .filter(({ row }) => ids.has(row.id))
    .map(({ row, closedAt, as }) => {
      const about = { at: closedAt, appId: row.app_id, verificationId: row.id, destHash: row.dest_hash };
      return { ...about, change: as, detail: as === 'canceled' ? 'another payment' : null, status: as };
    });
}

function movesOf(requests: readonly IssueRequest[], asked: boolean): { id: string; advance: Advance }[] {
  return requests.flatMap(({ advance, again }) =>
    advance?.asked === asked && again !== null ? [{ id: again, advance }] : [],
  );
}

/** Of new ones where they begin; of those that the app had go on, where they are. */
async function keepWorkflows(trx: Trx, requests: readonly IssueRequest[], answers: readonly Issued[]): Promise<void> {
  const begun = requests.flatMap(({ row, workflow }, index) =>
    workflow !== null && answers[index]?.outcome === 'created'
      ? [{ verification_id: row.id, step: workflow.step, due_at: workflow.dueAt }]
      : [],
  );
  await insertWorkflows(trx, begun);
  const resent = requests.filter((_, index) => answers[index]?.outcome === 'resent');
  await moveOn(trx, movesOf(resent, true));
}

function sendOf(answer: Issued): SendRow[] {
  const acted = answer.outcome === 'created' || answer.outcome === 'resent';
  return acted && answer.send !== null ? [answer.send] : [];
}

function changeOf(
  { row, send, advance, again, fallsBack }: IssueRequest,
  answer: Issued | undefined,
): VerificationChange[] {
  const about = { at: row.created_at, appId: row.app_id, destHash: row.dest_hash };
  if (answer?.outcome === 'refused')
    return [{ ...about, verificationId: again, change: 'refused', detail: answer.refusal, status: null }];
  if (answer?.outcome !== 'created' && answer?.outcome !== 'resent') return [];
  const change = advance?.asked === false ? 'fall-back' : answer.outcome;
  const issued = { ...about, verificationId: answer.row.id };
  const changed = { ...issued, change, detail: advance?.detail ?? send.kind, status: 'pending' };
  return fallsBack === true
    ? [changed, { ...issued, change: 'fell-back-from-totp', detail: send.kind, status: null }]
    : [changed];
}
