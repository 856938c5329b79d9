import { countFailure, failureWaitMs, type LimitRow } from '../domain/send-limits.ts';
import { type BulkPart, bulkQuery } from './bulk-query.ts';
import { combineWrites } from './combine-writes.ts';
import { type Database, routine, type Trx } from './database.ts';
import { verificationKeptMs } from './issue-plan.ts';
import { limitsToSave, lockLimits } from './limit-rows.ts';
import { changesToLog, type VerificationChange } from './verification-log.ts';
import { writeLast } from './write-together.ts';

/** An entry of a code, already compared with the right one. */
export interface CheckRequest {
  id: string;
  matched: boolean;
  /** How often its code was sent when it was compared: not evaluated where that is more by now. null: in any case. */
  sends: number | null;
  failureKey: string;
  now: number;
}

/** `gone`: over, or there never was one. */
export type Checked =
  | { outcome: 'approved' | 'wrong'; attempts: number }
  | { outcome: 'max-checks'; retryAfterMs: number | null }
  | { outcome: 'gone' };

interface Evaluated {
  id: string;
  app_id: string;
  dest_hash: string;
  attempts: number;
}

/**
 * Decides every check: of two right ones at once one finds it pending, a wrong one beside them only takes one of the
 * tries, and after the last try nothing is compared any more. What is asked of the row that `which` found stands in a
 * CASE here and elsewhere: PostgreSQL would else look for all rows of which it is true, taking them for few.
 */
const evaluate = bulkQuery<
  { which: string; matched: number; sent: number | null; at_time: number; keep_until: number },
  Evaluated
>(
  { which: 'text', matched: 'bigint', sent: 'bigint', at_time: 'bigint', keep_until: 'bigint' },
  (given, dialect) => `update verifications set attempts = attempts + 1, updated_at = :at_time,
    status = case when :matched = 1 then 'approved' else status end,
    open_key = case when :matched = 1 then null else open_key end,
    ended_at = case when :matched = 1 then :at_time else ended_at end,
    due_at = case when :matched = 1 then :keep_until else due_at end
    ${dialect === 'sqlite' ? '' : `from ${given}`}
    where id = :which and case status when 'pending' then expires_at > :at_time and attempts < max_attempts
      and sends = coalesce(:sent, sends) end
    returning id, app_id, dest_hash, attempts`,
);

const whyNot = bulkQuery<{ which: string }, { id: string; status: string; expires_at: number }>(
  { which: 'text' },
  (given) => `select id, status, expires_at from ${given} join verifications on id = which`,
);

export const dropFailures = bulkQuery<{ gone: string }>(
  { gone: 'text' },
  (given) => `delete from verify_limits where key in (select gone from ${given})`,
);

/**
 * The usual case in one statement, for PostgreSQL: right codes for destinations that have no wrong ones. What is noted
 * of a check, and what decides it, is as in `checkCodes`.
 */
const approve = bulkQuery<
  { which: string; failures: string; sent: number | null; at_time: number; keep_until: number },
  Evaluated
>(
  { which: 'text', failures: 'text', sent: 'bigint', at_time: 'bigint', keep_until: 'bigint' },
  (given) => `with approved as (
    update verifications set attempts = attempts + 1, updated_at = at_time, status = 'approved', open_key = null,
      ended_at = at_time, due_at = keep_until
      from ${given} where id = which and case status when 'pending' then expires_at > at_time and attempts < max_attempts
        and sends = coalesce(sent, sends) and not exists (select 1 from verify_limits where key = failures) end
      returning id, app_id, dest_hash, attempts, ended_at),
    noted as (insert into verify_audit (at, app_id, verification_id, event, dest_hash, status)
      select ended_at, app_id, id, 'approved', dest_hash, 'approved' from approved)
    select * from approved`,
);

const approveCodes = routine(
  'approveCodes',
  async (trx, requests: readonly CheckRequest[]): Promise<(Checked | null)[]> => {
    const rows = await approve.last(
      trx,
      requests.map(({ id, failureKey, sends, now }) => {
        return { which: id, failures: failureKey, sent: sends, at_time: now, keep_until: now + verificationKeptMs };
      }),
    );
    const attempts = new Map(rows.map((row) => [row.id, row.attempts]));
    return requests.map(({ id }) => {
      const found = attempts.get(id);
      return found === undefined ? null : { outcome: 'approved', attempts: found };
    });
  },
);

/** Settles checks; those that come at the same time together. */
export function createChecker(database: Database): (request: CheckRequest) => Promise<Checked> {
  const keyOf = ({ id }: CheckRequest) => id;
  const check = combineWrites(database, checkCodes, keyOf);
  if (database.dialect === 'sqlite') return check;
  const approveOne = combineWrites(database, approveCodes, keyOf);
  return async (request) => (request.matched ? await approveOne(request) : null) ?? (await check(request));
}

/** Settles checks, each as if the others were not there; no two may be of the same verification. */
export const checkCodes = routine('checkCodes', async (trx, requests: readonly CheckRequest[]): Promise<Checked[]> => {
  const failures = await lockLimits(
    trx,
    requests.map(({ failureKey }) => failureKey),
  );
  const waits = requests.map(({ failureKey, now }) => failureWaitMs(failures.get(failureKey), now));
  const asked = requests.filter((_, index) => waits[index] === 0);
  const evaluated = await evaluateAll(trx, asked);
  const others = await whyNotAll(
    trx,
    asked.filter(({ id }) => !evaluated.has(id)),
  );
  await writeLast(trx, [
    ...settleFailures(
      asked.filter(({ id }) => evaluated.has(id)),
      failures,
    ),
    changesToLog(asked.flatMap((request) => changeOf(request, evaluated.get(request.id)))),
  ]);
  return requests.map((request, index): Checked => {
    const found = evaluated.get(request.id);
    if (found !== undefined) return { outcome: request.matched ? 'approved' : 'wrong', attempts: found.attempts };
    const wait = waits[index] ?? 0;
    if (wait > 0) return { outcome: 'max-checks', retryAfterMs: Number.isFinite(wait) ? wait : null };
    const row = others.get(request.id);
    return row !== undefined && row.status === 'pending' && row.expires_at > request.now
      ? { outcome: 'max-checks', retryAfterMs: row.expires_at - request.now }
      : { outcome: 'gone' };
  });
});

async function evaluateAll(trx: Trx, asked: readonly CheckRequest[]): Promise<Map<string, Evaluated>> {
  const rows = await evaluate(
    trx,
    asked.map(({ id, matched, sends, now }) => ({
      which: id,
      sent: sends,
      matched: matched ? 1 : 0,
      at_time: now,
      keep_until: now + verificationKeptMs,
    })),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function whyNotAll(trx: Trx, asked: readonly CheckRequest[]) {
  const rows = await whyNot(
    trx,
    asked.map(({ id }) => ({ which: id })),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Wrong codes are counted for the destination, whatever is sent again; a right one clears them. */
function settleFailures(evaluated: readonly CheckRequest[], failures: Map<string, LimitRow>): BulkPart[] {
  const counted = new Map<string, LimitRow>();
  const cleared = new Set<string>();
  for (const { matched, failureKey, now } of evaluated) {
    if (matched) {
      if (failures.delete(failureKey)) cleared.add(failureKey);
      counted.delete(failureKey);
    } else {
      const row = countFailure(failures.get(failureKey), failureKey, now);
      failures.set(failureKey, row);
      counted.set(failureKey, row);
    }
  }
  const gone = [...cleared].filter((key) => !counted.has(key));
  return [dropFailures.with(gone.map((key) => ({ gone: key }))), limitsToSave(counted.values())];
}

/** The app says that somebody who was kept out by wrong codes may try again. */
export const forgetFailures = routine(
  'forgetFailures',
  async (trx, { key, appId, now }: { key: string; appId: string; now: number }): Promise<void> => {
    const about = { at: now, appId, verificationId: null, destHash: null, status: null };
    await writeLast(trx, [
      dropFailures.with([{ gone: key }]),
      changesToLog([{ ...about, change: 'unlocked', detail: 'by the app' }]),
    ]);
  },
);

function changeOf({ id, matched, now }: CheckRequest, found: Evaluated | undefined): VerificationChange[] {
  if (found === undefined) return [];
  const about = { at: now, appId: found.app_id, verificationId: id, destHash: found.dest_hash };
  return matched
    ? [{ ...about, change: 'approved', detail: null, status: 'approved' }]
    : [{ ...about, change: 'wrong-code', detail: String(found.attempts), status: 'pending' }];
}
