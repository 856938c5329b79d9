import { type FactorKind, longestWaitMs, mostTriesInRow, waitAfter } from '../domain/factor.ts';
import type { Trx } from './database.ts';

/** A person of an app. */
export interface Holder {
  appId: string;
  subjectHash: string;
}

/** What is tried: a factor in use, or to take one into use. */
type Tried = FactorKind | 'enrolment';

/** `delayed`: too many wrong codes; null: until another factor, or the app, opens it again. */
export type TryRefused = { outcome: 'delayed'; retryAfterMs: number | null };

/** Somebody who enrols something has no wrong codes yet. */
export async function beginTries(trx: Trx, holder: Holder, kind: Tried): Promise<void> {
  await trx
    .insertInto('verify_tries')
    .values({ app_id: holder.appId, subject_hash: holder.subjectHash, kind, failures: 0, free_at: 0 })
    .onConflict((conflict) => conflict.columns(['app_id', 'subject_hash', 'kind']).doNothing())
    .execute();
}

/**
 * May a code be compared now? Until the end of the transaction no other of this person is, so that many at once are no
 * way around the wait. undefined: nothing was enrolled.
 */
export async function holdTries(
  trx: Trx,
  holder: Holder,
  kind: Tried,
  now: number,
): Promise<{ outcome: 'free'; failures: number } | TryRefused | undefined> {
  const row = await trx
    .updateTable('verify_tries')
    // Changes nothing, but holds the row on PostgreSQL; SQLite has one writer.
    .set((set) => ({ failures: set.ref('failures') }))
    .where('app_id', '=', holder.appId)
    .where('subject_hash', '=', holder.subjectHash)
    .where('kind', '=', kind)
    .returning(['failures', 'free_at'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.failures >= mostTriesInRow) return { outcome: 'delayed', retryAfterMs: null };
  // A clock that was set back must keep nobody out for longer.
  if (row.free_at > now && row.free_at <= now + longestWaitMs)
    return { outcome: 'delayed', retryAfterMs: row.free_at - now };
  return { outcome: 'free', failures: row.failures };
}

/** One more wrong code; only where the tries are held. Resolves to how many in a row these are. */
export async function countWrong(
  trx: Trx,
  holder: Holder,
  kind: Tried,
  { failures, now }: { failures: number; now: number },
): Promise<number> {
  const wrong = failures + 1;
  await trx
    .updateTable('verify_tries')
    .set({ failures: wrong, free_at: now + waitAfter(wrong) })
    .where('app_id', '=', holder.appId)
    .where('subject_hash', '=', holder.subjectHash)
    .where('kind', '=', kind)
    .execute();
  return wrong;
}

/** Wrong codes are forgotten; `kind` undefined: of all factors. */
export async function forgetWrong(trx: Trx, holder: Holder, kind?: Tried): Promise<void> {
  let query = trx
    .updateTable('verify_tries')
    .set({ failures: 0, free_at: 0 })
    .where('app_id', '=', holder.appId)
    .where('subject_hash', '=', holder.subjectHash);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  await query.execute();
}
