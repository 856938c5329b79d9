import type { WorkflowStep } from '../domain/verification.ts';
import { bulkQuery } from './bulk-query.ts';
import { combineReads } from './combine-reads.ts';
import type { Database } from './database.ts';
import type { Keyring } from './keyring.ts';
import type { VerificationRow } from './verification-tables.ts';

const byId = bulkQuery<{ which: string }, VerificationRow>(
  { which: 'text' },
  (given) => `select v.* from ${given} join verifications as v on v.id = which`,
);

const byOpenKey = bulkQuery<{ open: string }, VerificationRow>(
  { open: 'text' },
  (given) => `select v.* from ${given} join verifications as v on v.open_key = open`,
);

/** Finds verifications, those that are looked for at the same time together. */
export interface VerificationFinder {
  /** Of any app: whoever asks compares. */
  byId(id: string): Promise<VerificationRow | undefined>;
  /** The one that is pending under this key; it may have expired. */
  byOpenKey(openKey: string): Promise<VerificationRow | undefined>;
}

export function createVerificationFinder(database: Database): VerificationFinder {
  const ofIds = combineReads<VerificationRow>(
    database,
    (read, ids) =>
      byId(
        read,
        ids.map((which) => ({ which })),
      ),
    ({ id }) => id,
  );
  const ofOpenKeys = combineReads<VerificationRow>(
    database,
    (read, keys) =>
      byOpenKey(
        read,
        keys.map((open) => ({ open })),
      ),
    ({ open_key }) => open_key,
  );
  return { byId: ofIds, byOpenKey: ofOpenKeys };
}

/** For the sender: whose app it is was settled when it was issued. */
export async function verificationToSend(database: Database, id: string): Promise<VerificationRow | undefined> {
  return (await byId(database.readByKey, [{ which: id }]))[0];
}

/** What of a verification tells of a person; sealed in its row. */
export interface PersonalPart {
  to: string;
  /** Whom the code is for, where several share the address. */
  subject: string | null;
  /** Name of the service as this person is told it. */
  customName: string | null;
  amount: string | null;
  payee: string | null;
  /** Hash of the Android app that reads the text by itself. */
  appHash: string | null;
  /** Where each kind goes, where that is not the same. */
  targets?: { phone: string | null; email: string | null };
  /** What follows by itself where a code does not arrive. */
  workflow?: readonly WorkflowStep[];
  /** Where a hosted page leads back to. */
  returnUrl?: string;
  /** What the code is bound to: the host of that page, or the domain of the app. */
  pageHost?: string | null;
}

export function sealPersonal(keyring: Keyring, id: string, part: PersonalPart): string {
  return keyring.seal(JSON.stringify(part), placeOf(id));
}

/** null: it is erased. */
export function openPersonal(keyring: Keyring, row: Pick<VerificationRow, 'id' | 'sealed'>): PersonalPart | null {
  return row.sealed === null ? null : (JSON.parse(keyring.open(row.sealed, placeOf(row.id))) as PersonalPart);
}

function placeOf(rowId: string) {
  return { table: 'verifications', column: 'sealed', rowId };
}
