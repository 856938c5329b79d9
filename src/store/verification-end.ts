import { sql } from 'kysely';
import { bulkQuery } from './bulk-query.ts';
import { command } from './database.ts';
import { forgetEnded } from './factors.ts';
import { verificationKeptMs } from './issue-plan.ts';
import { lockLimits } from './limit-rows.ts';
import { dropFailures } from './verification-check.ts';
import { logChanges, type VerificationChange } from './verification-log.ts';
import type { VerificationRow } from './verification-tables.ts';
import { forgetWorkflows } from './verification-workflows.ts';

interface End {
  which: string;
  at_time: number;
  how: 'approved' | 'canceled';
  failureKey: string;
}

const end = bulkQuery<Omit<End, 'failureKey'> & { keep_until: number }, VerificationRow>(
  { which: 'text', at_time: 'bigint', how: 'text', keep_until: 'bigint' },
  (given, dialect) => `update verifications set status = how, open_key = null, ended_at = at_time, updated_at = at_time,
    due_at = keep_until from ${given} where id = which and case status when 'pending' then expires_at > at_time end
    returning ${dialect === 'sqlite' ? '*' : 'verifications.*'}`,
);

/**
 * The app takes a code back, or says itself that the person is right, which clears their wrong codes as a right one does.
 * undefined: it is over already.
 */
export const endVerification = command(
  'endVerification',
  async (trx, request: End): Promise<VerificationRow | undefined> => {
    const { failureKey, ...given } = request;
    const { at_time: now, how } = given;
    // Held before the verification, as a check does: in the other order the two could wait for each other.
    const failures = how === 'approved' ? await lockLimits(trx, [failureKey]) : undefined;
    const [row] = await end(trx, [{ ...given, keep_until: now + verificationKeptMs }]);
    if (row === undefined) return undefined;
    if (failures?.has(failureKey)) await dropFailures(trx, [{ gone: failureKey }]);
    const about = { at: now, appId: row.app_id, verificationId: row.id, destHash: row.dest_hash };
    await logChanges(trx, [{ ...about, change: how, detail: 'by the app', status: how }]);
    return row;
  },
);

const pageSize = 500;

const due = bulkQuery<{ at_time: number }, Pick<VerificationRow, 'id' | 'app_id' | 'status' | 'dest_hash' | 'due_at'>>(
  { at_time: 'bigint' },
  (given) => `select id, app_id, status, dest_hash, due_at from verifications
    where due_at is not null and due_at <= (select at_time from ${given}) order by due_at limit ${pageSize}`,
);

const expire = bulkQuery<{ which: string; at_time: number; keep_until: number }, { id: string }>(
  { which: 'text', at_time: 'bigint', keep_until: 'bigint' },
  (given) => `update verifications set status = 'expired', open_key = null, ended_at = expires_at, updated_at = at_time,
    due_at = keep_until from ${given} where id = which
    and case status when 'pending' then expires_at <= at_time end returning id`,
);

const erase = bulkQuery<{ which: string }>(
  { which: 'text' },
  (given) =>
    `update verifications set sealed = null, due_at = null from ${given} where id = which and case when status <> 'pending' then which is not null end`,
);

/** How long an app's idempotency key is remembered, and how long counts are. */
const keysKeptMs = 86_400_000;
const limitsKeptMs = 2 * 86_400_000;

/** A literal, so that SQLite sees that the index serves. */
const isForgotten = sql<boolean>`streak = 0`;

/** One page of cleaning: what has expired is said to be (`expired` of them), what tells of a person is erased in time. */
export const sweepVerifications = command(
  'sweepVerifications',
  async (trx, { now }: { now: number }): Promise<{ expired: number; more: boolean }> => {
    const rows = await due(trx, [{ at_time: now }]);
    const pending = rows.filter(({ status }) => status === 'pending');
    const keep_until = now + verificationKeptMs;
    const expired = new Set(
      (
        await expire(
          trx,
          pending.map(({ id }) => ({ which: id, at_time: now, keep_until })),
        )
      ).map(({ id }) => id),
    );
    await logChanges(
      trx,
      pending
        .filter(({ id }) => expired.has(id))
        .map((row): VerificationChange => {
          const about = { at: now, appId: row.app_id, verificationId: row.id, destHash: row.dest_hash };
          return { ...about, change: 'expired', detail: null, status: 'expired' };
        }),
    );
    const over = rows.filter(({ status }) => status !== 'pending').map(({ id }) => id);
    await erase(
      trx,
      over.map((which) => ({ which })),
    );
    await forgetWorkflows(trx, over);
    await trx
      .deleteFrom('verify_keys')
      .where('created_at', '<', now - keysKeptMs)
      .execute();
    await trx
      .deleteFrom('verify_limits')
      .where('long_start', '<', now - limitsKeptMs)
      .where('blocked_until', '<', now)
      .where(isForgotten)
      .execute();
    await forgetEnded(trx, now);
    return { expired: expired.size, more: rows.length === pageSize };
  },
);
