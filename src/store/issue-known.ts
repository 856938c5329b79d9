import type { LimitRow } from '../domain/send-limits.ts';
import { bulkQuery } from './bulk-query.ts';
import type { Trx } from './database.ts';
import { directRunOf } from './hot-query.ts';
import type { IssueRequest, Known } from './issue-plan.ts';
import { lockLimits, makeLimits } from './limit-rows.ts';
import { keysOf } from './verification-keys.ts';
import type { VerificationRow } from './verification-tables.ts';

const findOpen = bulkQuery<{ open: string }, VerificationRow>(
  { open: 'text' },
  (given) => `select v.* from ${given} join verifications as v on v.open_key = given.open`,
);

type Found = { pending: VerificationRow; counted: null } | { pending: null; counted: LimitRow };

/** For PostgreSQL, both in one round trip; limits are locked in the order of their keys, as everywhere. */
const findBoth = bulkQuery<{ open: string | null; counted: string | null }, Found>(
  { open: 'text', counted: 'text' },
  (given) => `with locked as (
      select * from verify_limits where key in (select given.counted from ${given}) order by key for update)
    select null::json as pending, row_to_json(locked) as counted from locked
    union all select row_to_json(v), null from ${given} join verifications as v on v.open_key = given.open`,
);

/** What was stored before of what these requests come to; nobody else changes the counts until the transaction ends. */
export async function readKnown(trx: Trx, requests: readonly IssueRequest[]): Promise<Known> {
  const money = requests.flatMap(({ limits }) => limits.filter(({ refusal }) => refusal === 'daily-cost'));
  await makeLimits(
    trx,
    money.map(({ key }) => key),
    requests[0]?.row.created_at ?? 0,
  );
  const wanted = new Set(requests.flatMap(({ limits, failureKey }) => [failureKey, ...limits.map(({ key }) => key)]));
  const { pending, counted } = await find(
    trx,
    requests.map(({ row }) => row.open_key),
    [...wanted],
  );
  return {
    open: new Map(pending.map((row) => [row.open_key ?? '', row])),
    keys: await keysOf(trx, requests),
    limits: counted,
  };
}

async function find(
  trx: Trx,
  openKeys: readonly string[],
  keys: readonly string[],
): Promise<{ pending: VerificationRow[]; counted: Map<string, LimitRow> }> {
  if (directRunOf(trx) !== undefined) {
    const pending = await findOpen(
      trx,
      openKeys.map((open) => ({ open })),
    );
    return { pending, counted: await lockLimits(trx, keys) };
  }
  const rows = await findBoth(trx, [
    ...openKeys.map((open) => ({ open, counted: null })),
    ...keys.map((counted) => ({ open: null, counted })),
  ]);
  const counted = rows.flatMap((row) => row.counted ?? []);
  return {
    pending: rows.flatMap((row) => row.pending ?? []),
    counted: new Map(counted.map((row) => [row.key, row])),
  };
}
