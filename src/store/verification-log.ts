import { type BulkPart, bulkInsert } from './bulk-query.ts';
import type { Trx } from './database.ts';
import type { VerificationTables } from './verification-tables.ts';
import { writeTogether } from './write-together.ts';

type AuditRow = Omit<VerificationTables['verify_audit'], 'seq' | 'xid'>;

/** A change of a verification: for the audit trail, and for those who follow it. */
export interface VerificationChange {
  at: number;
  appId: string;
  verificationId: string | null;
  /** `created`, `resent`, `sent`, `approved`, … */
  change: string;
  /** One word or number more; never an address or code. */
  detail: string | null;
  destHash: string | null;
  /** Told to followers; null: only noted. */
  status: string | null;
}

const insertAudit = bulkInsert<AuditRow>('verify_audit', {
  at: 'bigint',
  app_id: 'text',
  verification_id: 'text',
  event: 'text',
  detail: 'text',
  dest_hash: 'text',
  status: 'text',
});

/** Notes changes in the trail, which the app of a verification follows. */
export async function logChanges(trx: Trx, changes: readonly VerificationChange[]): Promise<void> {
  await writeTogether(trx, [changesToLog(changes)]);
}

export function changesToLog(changes: readonly VerificationChange[]): BulkPart {
  return insertAudit.with(
    changes.map((one) => ({
      at: one.at,
      app_id: one.appId,
      verification_id: one.verificationId,
      event: one.change,
      detail: one.detail,
      dest_hash: one.destHash,
      status: one.status,
    })),
  );
}
