import { sql } from 'kysely';
import type { SendState } from '../domain/verification.ts';
import { bulkInsert, bulkQuery } from './bulk-query.ts';
import { command, type Database, routine, type Trx } from './database.ts';
import { directRunOf } from './hot-query.ts';
import { heartbeatLostMs } from './nodes.ts';
import { logChanges } from './verification-log.ts';
import type { SendRow, VerificationTables } from './verification-tables.ts';
import { hurryFailed } from './verification-workflows.ts';

/** What became of a try. */
export interface SendOutcome {
  id: string;
  state: SendState;
  channel: string | null;
  provider: string | null;
  /** The own line that sent it. */
  line: string | null;
  receipt: string | null;
  /** One line, without address or code. */
  reason: string | null;
  errorCode: number | null;
  costMicros: number | null;
  /** What was kept back for it from a day's ceiling; null: nothing. */
  reserved: { key: string; micros: number } | null;
  /** Until then its provider should report, else the next one sends; null: it does not. */
  reportDueAt: number | null;
  now: number;
}

interface Settled {
  id: string;
  app_id: string;
  verification_id: string;
  kind: string;
  state: string;
  updated_at: number;
}

const settle = bulkQuery<
  {
    which: string;
    new_state: string;
    by_channel: string | null;
    by_provider: string | null;
    by_line: string | null;
    new_receipt: string | null;
    why: string | null;
    number_of_error: number | null;
    cost: number | null;
    at_time: number;
  },
  Settled
>(
  {
    which: 'text',
    new_state: 'text',
    by_channel: 'text',
    by_provider: 'text',
    by_line: 'text',
    new_receipt: 'text',
    why: 'text',
    number_of_error: 'bigint',
    cost: 'bigint',
    at_time: 'bigint',
  },
  (given, dialect) => {
    const settled = `update verify_sends set state = :new_state, channel = :by_channel, provider = :by_provider,
      line = :by_line, receipt = :new_receipt, reason = :why, error_code = :number_of_error, cost_micros = :cost,
      updated_at = :at_time ${dialect === 'sqlite' ? '' : `from ${given}`}
      where id = :which and case when state in ('queued', 'sending') then :which is not null end
      returning id, app_id, verification_id, kind, state, updated_at`;
    if (dialect === 'sqlite') return settled;
    return `with settled as (${settled}), told as (
      insert into verify_audit (at, app_id, verification_id, event, detail, status)
        select updated_at, app_id, verification_id, state, kind, 'pending' from settled)
      select * from settled`;
  },
);

/** With followers told; on PostgreSQL by the same statement. */
async function settleAndTell(trx: Trx, outcomes: readonly SendOutcome[], isAll: boolean): Promise<Settled[]> {
  const settled = await (isAll ? settle.last : settle)(
    trx,
    outcomes.map((one) => ({
      which: one.id,
      new_state: one.state,
      by_channel: one.channel,
      by_provider: one.provider,
      by_line: one.line,
      new_receipt: one.receipt,
      why: one.reason,
      number_of_error: one.errorCode,
      cost: one.costMicros,
      at_time: one.now,
    })),
  );
  if (directRunOf(trx) !== undefined) await tellOfSends(trx, settled);
  return settled;
}

/** It has no other consequences. */
function isPlain({ state, reserved, reportDueAt }: SendOutcome): boolean {
  return state !== 'failed' && reserved === null && reportDueAt === null;
}

const insertAwaited = bulkInsert<VerificationTables['verify_awaited']>('verify_awaited', {
  send_id: 'text',
  channel: 'text',
  due_at: 'bigint',
});

/** Notes how tries ended; one that is settled already stays as it is. */
export const settleSends = command('settleSends', async (trx, outcomes: readonly SendOutcome[]): Promise<void> => {
  const isAll = outcomes.every(isPlain);
  const settled = await settleAndTell(trx, outcomes, isAll);
  if (isAll) return;
  const done = new Set(settled.map(({ id }) => id));
  await insertAwaited(
    trx,
    outcomes.flatMap(({ id, channel, reportDueAt }) =>
      reportDueAt === null || !done.has(id) ? [] : [{ send_id: id, channel: channel ?? '', due_at: reportDueAt }],
    ),
  );
  await settleReserved(
    trx,
    outcomes.filter(({ id }) => done.has(id)),
  );
  await hurryFailed(trx, settled, outcomes[0]?.now ?? 0);
});

const changeUsed = bulkQuery<{ which: string; delta: number }>(
  { which: 'text', delta: 'bigint' },
  (given) => `update verify_limits set
    short_count = case when short_count + delta > 0 then short_count + delta else 0 end,
    long_count = case when long_count + delta > 0 then long_count + delta else 0 end
    from ${given} where key = which`,
);

/** A day's ceiling is charged what it cost in place of what was kept back; what surely did not leave costs nothing. */
async function settleReserved(trx: Trx, outcomes: readonly SendOutcome[]): Promise<void> {
  const deltas = new Map<string, number>();
  for (const { reserved, state, costMicros } of outcomes) {
    if (reserved === null) continue;
    const cost = state === 'failed' ? 0 : (costMicros ?? reserved.micros);
    deltas.set(reserved.key, (deltas.get(reserved.key) ?? 0) + cost - reserved.micros);
  }
  const changed = [...deltas].filter(([, delta]) => delta !== 0).sort(([one], [other]) => (one < other ? -1 : 1));
  await changeUsed(
    trx,
    changed.map(([which, delta]) => ({ which, delta })),
  );
}

async function tellOfSends(trx: Trx, settled: readonly Settled[]): Promise<void> {
  await logChanges(
    trx,
    settled.map((row) => ({
      at: row.updated_at,
      appId: row.app_id,
      verificationId: row.verification_id,
      change: row.state,
      detail: row.kind,
      destHash: null,
      status: 'pending',
    })),
  );
}

const leave = bulkQuery<{ which: string; by_channel: string; at_time: number }, { id: string }>(
  { which: 'text', by_channel: 'text', at_time: 'bigint' },
  (
    given,
  ) => `update verify_sends set state = 'sending', channel = by_channel, updated_at = at_time from ${given} where id = which
    and case when state in ('queued', 'sending') then which is not null end and exists (select 1 from verifications
      where verifications.id = verification_id
      and case status when 'pending' then expires_at > at_time end) returning id`,
);

/** Commits that a try leaves now, by which channel. false: the verification is over, it is not to leave. */
export const leaveSend = routine(
  'leaveSend',
  async (trx, { id, channel, now }: { id: string; channel: string; now: number }): Promise<boolean> => {
    return (await leave(trx, [{ which: id, by_channel: channel, at_time: now }])).length > 0;
  },
);

export interface SendReport {
  provider: string;
  receipt: string;
  reached: boolean;
  reason: string | null;
  errorCode: number | null;
  now: number;
}

/** What a provider reports of a try that it took: how many it settled. */
export async function applySendReport(trx: Trx, report: SendReport): Promise<number> {
  const settled = await trx
    .updateTable('verify_sends')
    .set({
      state: report.reached ? 'delivered' : 'undelivered',
      reason: report.reason,
      error_code: report.errorCode,
      updated_at: report.now,
    })
    .where('receipt', '=', report.receipt)
    .where(sql<boolean>`state = 'sent'`)
    .where('provider', '=', report.provider)
    .returning(['id', 'app_id', 'verification_id', 'kind', 'state', 'updated_at'])
    .execute();
  const ids = settled.map(({ id }) => id);
  if (ids.length > 0) await endAwaiting(trx, ids, report);
  await tellOfSends(trx, settled);
  await hurryFailed(trx, settled, report.now);
  return settled.length;
}

/** What did not arrive is sent by the next one at once. */
async function endAwaiting(trx: Trx, ids: string[], { reached, now }: SendReport): Promise<void> {
  if (reached) await trx.deleteFrom('verify_awaited').where('send_id', 'in', ids).execute();
  else await trx.updateTable('verify_awaited').set({ due_at: now }).where('send_id', 'in', ids).execute();
}

const isOpen = sql<boolean>`state in ('queued', 'sending')`;

/** Tries of this node that are not settled, the oldest first. */
export function openSends(database: Database, nodeId: string): Promise<SendRow[]> {
  return database.read
    .selectFrom('verify_sends')
    .selectAll()
    .where(isOpen)
    .where('node_id', '=', nodeId)
    .orderBy('id')
    .execute();
}

/** On SQLite one hub serves a file: what an earlier run left becomes this node's. */
export const adoptSends = command('adoptSends', async (trx, { nodeId }: { nodeId: string }): Promise<void> => {
  await trx.updateTable('verify_sends').set({ node_id: nodeId }).where(isOpen).where('node_id', '!=', nodeId).execute();
});

/** On PostgreSQL: tries of nodes whose heartbeat is lost become this node's. */
export const claimLostSends = command(
  'claimLostSends',
  async (trx, { nodeId }: { nodeId: string }): Promise<SendRow[]> => {
    const claimed = await sql<SendRow>`
    update verify_sends set node_id = ${nodeId}
    where id in (
      select verify_sends.id from verify_sends left join nodes on nodes.id = verify_sends.node_id
      where verify_sends.state in ('queued', 'sending') and verify_sends.node_id <> ${nodeId}
        and (nodes.heartbeat_at is null
          or nodes.heartbeat_at < extract(epoch from clock_timestamp()) * 1000 - ${heartbeatLostMs}::bigint)
      for update of verify_sends skip locked)
    returning *`.execute(trx);
    return claimed.rows;
  },
);

/** The tries of a verification, in their order. */
export const sendsOf = bulkQuery<{ which: string }, SendRow>(
  { which: 'text' },
  (given) => `select s.* from ${given} join verify_sends as s on s.verification_id = which order by s.number, s.id`,
);

/** For whoever brings it: whose it is was settled when it was issued. */
export function sendById(database: Database, id: string): Promise<SendRow | undefined> {
  return database.read.selectFrom('verify_sends').selectAll().where('id', '=', id).executeTakeFirst();
}
