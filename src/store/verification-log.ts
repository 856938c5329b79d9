import { type BulkPart, bulkInsert, writeTogether } from './bulk-query.ts';
import type { Trx } from './database.ts';
import type { VerificationTables } from './verification-tables.ts';

type AuditRow = Required<Omit<VerificationTables['verify_audit'], 'seq'>>;

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
});

const insertEvents = bulkInsert<{ kind: string; owner_id: string; data: string; created_at: number; copy: number }>(
  'events',
  { kind: 'text', owner_id: 'text', data: 'text', created_at: 'bigint', copy: 'bigint' },
);

/** The owner of the event of a verification is its app: only that one follows it. */
export async function logChanges(trx: Trx, changes: readonly VerificationChange[]): Promise<void> {
  await writeTogether(trx, changesToLog(changes));
}

export function changesToLog(changes: readonly VerificationChange[]): BulkPart[] {
  const entries = changes.map((one) => ({
    at: one.at,
    app_id: one.appId,
    verification_id: one.verificationId,
    event: one.change,
    detail: one.detail,
    dest_hash: one.destHash,
  }));
  return [insertAudit.with(entries), changesToTell(changes)];
}

/** Not noted: what the row of a try tells by itself. */
export async function tellFollowers(trx: Trx, changes: readonly VerificationChange[]): Promise<void> {
  await writeTogether(trx, [changesToTell(changes)]);
}

function changesToTell(changes: readonly VerificationChange[]): BulkPart {
  return insertEvents.with(
    changes.flatMap(({ at, appId, verificationId, change, detail, status }) => {
      if (status === null || verificationId === null) return [];
      const data = JSON.stringify({ verificationId, change, status, detail });
      return [{ kind: 'verification', owner_id: appId, data, created_at: at, copy: 0 }];
    }),
  );
}
