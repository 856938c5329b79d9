import { type Database, routine } from './database.ts';
import { logFactor } from './factor-log.ts';
import type { FactorRow } from './factor-tables.ts';
import { beginTries, countWrong, forgetWrong, type Holder, holdTries, type TryRefused } from './factor-tries.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** New recovery codes; those that the person had before are good for nothing any more. */
export const makeCodes = routine(
  'makeCodes',
  async (trx, { row, hashes }: { row: FactorRow; hashes: string[] }): Promise<void> => {
    const holder = { appId: row.app_id, subjectHash: row.subject_hash };
    await oneAtATime(trx, [`factors|${holder.appId}|${holder.subjectHash}`]);
    const old = await trx
      .deleteFrom('verify_factors')
      .where('app_id', '=', holder.appId)
      .where('subject_hash', '=', holder.subjectHash)
      .where('kind', '=', 'recovery-codes')
      .returning('id')
      .execute();
    for (const { id } of old) await trx.deleteFrom('verify_recovery_codes').where('factor_id', '=', id).execute();
    await trx.insertInto('verify_factors').values(row).execute();
    await trx
      .insertInto('verify_recovery_codes')
      .values(hashes.map((hash) => ({ factor_id: row.id, hash, used_at: null })))
      .execute();
    await beginTries(trx, holder, 'recovery-codes');
    await forgetWrong(trx, holder, 'recovery-codes');
    await logFactor(trx, holder, { event: 'recovery-codes.made', detail: row.id, now: row.created_at });
  },
);

export type RecoveryChecked = { outcome: 'approved'; left: number } | { outcome: 'wrong' } | TryRefused;

/**
 * Takes a code, once. What was wrong before is forgotten with it, also of authenticator apps: a recovery code is for
 * those whom these keep out.
 */
export const takeCode = routine(
  'takeCode',
  async (trx, args: { holder: Holder; factorId: string; hash: string; now: number }): Promise<RecoveryChecked> => {
    const { holder, factorId, hash, now } = args;
    const held = await holdTries(trx, holder, 'recovery-codes', now);
    if (held === undefined) return { outcome: 'wrong' };
    if (held.outcome === 'delayed') return held;
    const taken = await trx
      .updateTable('verify_recovery_codes')
      .set({ used_at: now })
      .where('factor_id', '=', factorId)
      .where('hash', '=', hash)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (taken.numUpdatedRows === 0n) {
      const wrong = await countWrong(trx, holder, 'recovery-codes', { failures: held.failures, now });
      await logFactor(trx, holder, { event: 'recovery-codes.wrong-code', detail: String(wrong), now });
      return { outcome: 'wrong' };
    }
    await forgetWrong(trx, holder);
    await trx.updateTable('verify_factors').set({ used_at: now }).where('id', '=', factorId).execute();
    const left = await trx
      .selectFrom('verify_recovery_codes')
      .select('hash')
      .where('factor_id', '=', factorId)
      .where('used_at', 'is', null)
      .execute();
    await logFactor(trx, holder, { event: 'recovery-codes.used', detail: `${left.length} left`, now });
    return { outcome: 'approved', left: left.length };
  },
);

export async function codesLeft(database: Database, factorId: string): Promise<number> {
  const rows = await database.read
    .selectFrom('verify_recovery_codes')
    .select('hash')
    .where('factor_id', '=', factorId)
    .where('used_at', 'is', null)
    .execute();
  return rows.length;
}
