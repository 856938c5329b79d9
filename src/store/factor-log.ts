import type { Trx } from './database.ts';
import type { Holder } from './factor-tries.ts';
import { logChanges } from './verification-log.ts';

/** Notes in the audit trail what befell a factor of somebody. `detail`: an id or number; never a secret. */
export async function logFactor(
  trx: Trx,
  { appId, subjectHash }: Holder,
  { event, detail, now }: { event: string; detail: string | null; now: number },
): Promise<void> {
  const about = { at: now, appId, verificationId: null, destHash: subjectHash, status: null };
  await logChanges(trx, [{ ...about, change: event, detail }]);
}
