import { sql } from 'kysely';
import { judgeLimits, type LimitUse } from '../domain/send-limits.ts';
import { bulkInsert } from './bulk-query.ts';
import { type Database, routine, type Trx } from './database.ts';
import { lockLimits, makeLimits, saveLimits } from './limit-rows.ts';
import { sendColumns } from './verification-columns.ts';
import { logChanges } from './verification-log.ts';
import { applySendReport, type SendReport } from './verification-sends.ts';
import type { SendRow } from './verification-tables.ts';

const insertSends = bulkInsert<SendRow>('verify_sends', sendColumns);

/** What a provider said of what it took. Resolves to whether there was such a try. */
export const reportSend = routine('reportSend', async (trx, report: SendReport): Promise<boolean> => {
  return (await applySendReport(trx, report)) > 0;
});

/** Tries whose provider should have reported by now, the oldest first. */
export function overdueSends(database: Database, now: number, limit: number): Promise<(SendRow & { by: string })[]> {
  return database.read
    .selectFrom('verify_awaited')
    .innerJoin('verify_sends', 'verify_sends.id', 'verify_awaited.send_id')
    .selectAll('verify_sends')
    .select('verify_awaited.channel as by')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute();
}

/** Is any report awaited? */
export async function awaitsReports(database: Database): Promise<boolean> {
  const row = await database.read.selectFrom('verify_awaited').select('send_id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Channels that took the code of this number already, whatever became of it. */
export async function triedChannels(
  database: Database,
  { verification_id, number }: Pick<SendRow, 'verification_id' | 'number'>,
): Promise<Set<string>> {
  const rows = await database.read
    .selectFrom('verify_sends')
    .select('channel')
    .where('verification_id', '=', verification_id)
    .where('number', '=', number)
    .execute();
  return new Set(rows.flatMap(({ channel }) => channel ?? []));
}

/** By which channels the code went before, and whether it is known that it arrived. */
export function earlierChannels(
  database: Database,
  { verification_id, number, kind }: Pick<SendRow, 'verification_id' | 'number' | 'kind'>,
): Promise<{ channel: string | null; state: string }[]> {
  return database.read
    .selectFrom('verify_sends')
    .select(['channel', 'state'])
    .where('verification_id', '=', verification_id)
    .where('kind', '=', kind)
    .where('number', '<', number)
    .execute();
}

/**
 * Ends the waiting for a report; of several nodes one does. `next`: the try that follows, if its verification is still
 * open, was not sent again meanwhile, and is within `limits`. Resolves to whether that one is to be sent.
 */
export const failOver = routine(
  'failOver',
  async (
    trx,
    { sendId, next, limits }: { sendId: string; next: SendRow | null; limits: LimitUse[] },
  ): Promise<boolean> => {
    const ended = await trx.deleteFrom('verify_awaited').where('send_id', '=', sendId).executeTakeFirst();
    if (ended.numDeletedRows === 0n || next === null) return false;
    const open = await openFor(trx, next);
    if (open === undefined) return false;
    const refusal = await countLimits(trx, limits, next.created_at);
    const about = { at: next.created_at, appId: next.app_id, verificationId: next.verification_id };
    const change =
      refusal === null
        ? { change: 'failed-over', detail: next.kind, destHash: open.dest_hash, status: 'pending' }
        : { change: 'refused', detail: refusal, destHash: open.dest_hash, status: null };
    if (refusal === null) await insertSends(trx, [next]);
    await logChanges(trx, [{ ...about, ...change }]);
    return refusal === null;
  },
);

/** null: it is within all of them, and counted. */
async function countLimits(trx: Trx, limits: LimitUse[], now: number): Promise<string | null> {
  const keys = limits.map(({ key }) => key);
  await makeLimits(trx, keys, now);
  const { refused, rows } = judgeLimits(limits, await lockLimits(trx, keys), now);
  if (refused === null) await saveLimits(trx, rows);
  return refused?.refusal ?? null;
}

/** Locked on PostgreSQL, so that a right code, or another send, comes before or after. */
async function openFor(trx: Trx, next: SendRow): Promise<{ dest_hash: string } | undefined> {
  return await trx
    .updateTable('verifications')
    .set({ updated_at: next.created_at })
    .where('id', '=', next.verification_id)
    .where('status', '=', 'pending')
    .where('expires_at', '>', next.created_at)
    .where('sends', '=', next.number)
    .where('code_mac', 'is', null)
    .where(sql<boolean>`attempts < max_attempts`)
    .returning('dest_hash')
    .executeTakeFirst();
}
