import { mostAuthenticatorApps } from '../domain/factor.ts';
import { command, type Database, routine, type Trx } from './database.ts';
import { logFactor } from './factor-log.ts';
import type { FactorRow } from './factor-tables.ts';
import { beginTries, countWrong, forgetWrong, type Holder, holdTries, type TryRefused } from './factor-tries.ts';
import { hotQuery } from './hot-query.ts';
import type { Keyring } from './keyring.ts';
import { oneAtATime } from './one-at-a-time.ts';

interface NewTotp {
  row: FactorRow;
  /** Of the person's phones and mailboxes. */
  foldedHashes: string[];
}

/** An authenticator app that waits for its first good code; what the person had begun before is forgotten. false: they have too many. */
export const enrolTotp = routine('enrolTotp', async (trx, { row, foldedHashes }: NewTotp): Promise<boolean> => {
  const { app_id: appId, subject_hash: subjectHash } = row;
  await oneAtATime(trx, [`factors|${appId}|${subjectHash}`]);
  const begun = await trx
    .deleteFrom('verify_factors')
    .where('app_id', '=', appId)
    .where('subject_hash', '=', subjectHash)
    .where('state', '=', 'pending')
    .returning('id')
    .execute();
  for (const { id } of begun) await forgetAddresses(trx, id);
  const active = await trx
    .selectFrom('verify_factors')
    .select('id')
    .where('app_id', '=', appId)
    .where('subject_hash', '=', subjectHash)
    .where('kind', '=', 'totp')
    .execute();
  if (active.length >= mostAuthenticatorApps) return false;
  await trx.insertInto('verify_factors').values(row).execute();
  for (const folded_hash of new Set(foldedHashes))
    await trx.insertInto('verify_factor_addresses').values({ app_id: appId, folded_hash, factor_id: row.id }).execute();
  await logFactor(trx, { appId, subjectHash }, { event: 'factor.enrolled', detail: row.id, now: row.created_at });
  return true;
});

async function forgetAddresses(trx: Trx, factorId: string): Promise<void> {
  await trx.deleteFrom('verify_factor_addresses').where('factor_id', '=', factorId).execute();
}

export interface TotpMatch {
  id: string;
  step: number;
  /** Steps that its clock is ahead. */
  drift: number;
}

/** `over`: it is in use already, forgotten or never there. */
export type TotpConfirmed = { outcome: 'confirmed' | 'over' } | TryRefused;

/** A first good code takes it into use. */
export const confirmTotp = command(
  'confirmTotp',
  async (trx, { holder, match, now }: { holder: Holder; match: TotpMatch; now: number }): Promise<TotpConfirmed> => {
    const held = await holdEnrolment(trx, holder, now);
    if (held.outcome === 'delayed') return held;
    const confirmed = await trx
      .updateTable('verify_factors')
      .set({ state: 'active', ends_at: null, last_step: match.step, drift: match.drift, used_at: now })
      .where('id', '=', match.id)
      .where('state', '=', 'pending')
      .where('ends_at', '>', now)
      .executeTakeFirst();
    if (confirmed.numUpdatedRows === 0n) return { outcome: 'over' };
    await forgetWrong(trx, holder, 'enrolment');
    await beginTries(trx, holder, 'totp');
    await trx
      .insertInto('verify_apps')
      .values({ app_id: holder.appId, settings: '{}', sealed: null, has_totp: 1 })
      .onConflict((conflict) => conflict.column('app_id').doUpdateSet({ has_totp: 1 }))
      .execute();
    await logFactor(trx, holder, { event: 'factor.confirmed', detail: match.id, now });
    return { outcome: 'confirmed' };
  },
);

/** A first code was wrong: counted for the person, so that beginning anew is no way around the wait. */
export const countWrongFirst = routine(
  'countWrongFirst',
  async (trx, { holder, now }: { holder: Holder; now: number }): Promise<{ outcome: 'wrong' } | TryRefused> => {
    const held = await holdEnrolment(trx, holder, now);
    if (held.outcome === 'delayed') return held;
    const wrong = await countWrong(trx, holder, 'enrolment', { failures: held.failures, now });
    await logFactor(trx, holder, { event: 'factor.wrong-code', detail: `first code: ${wrong}`, now });
    return { outcome: 'wrong' };
  },
);

/** On its own, so that enrolling a second app neither closes the first one nor is closed by it. */
async function holdEnrolment(trx: Trx, holder: Holder, now: number) {
  await beginTries(trx, holder, 'enrolment');
  const held = await holdTries(trx, holder, 'enrolment', now);
  return held ?? { outcome: 'free' as const, failures: 0 };
}

/** `used`: the code was right, but it or a later one was taken before. */
export type TotpChecked = { outcome: 'approved' } | { outcome: 'wrong' | 'used' } | TryRefused;

/**
 * Settles a code that was already compared: `match` null is a wrong one. RFC 6238 §5.2: a code is taken once, which one
 * conditional UPDATE decides.
 */
export const takeTotp = routine(
  'takeTotp',
  async (
    trx,
    { holder, match, now }: { holder: Holder; match: TotpMatch | null; now: number },
  ): Promise<TotpChecked> => {
    const held = await holdTries(trx, holder, 'totp', now);
    if (held === undefined) return { outcome: 'wrong' };
    if (held.outcome === 'delayed') return held;
    if (match === null) {
      const wrong = await countWrong(trx, holder, 'totp', { failures: held.failures, now });
      await logFactor(trx, holder, { event: 'factor.wrong-code', detail: String(wrong), now });
      return { outcome: 'wrong' };
    }
    if (!(await takeStep(trx, match, now))) {
      await logFactor(trx, holder, { event: 'factor.used-code', detail: match.id, now });
      return { outcome: 'used' };
    }
    await forgetWrong(trx, holder, 'totp');
    await logFactor(trx, holder, { event: 'factor.approved', detail: match.id, now });
    return { outcome: 'approved' };
  },
);

async function takeStep(trx: Trx, { id, step, drift }: TotpMatch, now: number): Promise<boolean> {
  const taken = await trx
    .updateTable('verify_factors')
    .set({ last_step: step, drift, used_at: now })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .where((where) => where.or([where('last_step', 'is', null), where('last_step', '<', step)]))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

/** false: there is none. */
export const removeFactor = routine(
  'removeFactor',
  async (trx, { appId, id, now }: { appId: string; id: string; now: number }): Promise<boolean> => {
    const removed = await trx
      .deleteFrom('verify_factors')
      .where('id', '=', id)
      .where('app_id', '=', appId)
      .returning('subject_hash')
      .executeTakeFirst();
    if (removed === undefined) return false;
    await trx.deleteFrom('verify_recovery_codes').where('factor_id', '=', id).execute();
    await forgetAddresses(trx, id);
    const holder = { appId, subjectHash: removed.subject_hash };
    await logFactor(trx, holder, { event: 'factor.removed', detail: id, now });
    return true;
  },
);

/** The app says that somebody who was kept out by wrong codes may try again. */
export const unlockFactors = routine(
  'unlockFactors',
  async (trx, { holder, now }: { holder: Holder; now: number }): Promise<void> => {
    await forgetWrong(trx, holder);
    await logFactor(trx, holder, { event: 'factor.unlocked', detail: 'by the app', now });
  },
);

/** A code of this kind was not sent in place of the authenticator app that somebody has. */
export const noteFallBackRefused = routine(
  'noteFallBackRefused',
  async (trx, { holder, kind, now }: { holder: Holder; kind: string; now: number }): Promise<void> => {
    await logFactor(trx, holder, { event: 'fall-back-refused', detail: kind, now });
  },
);

/** One of this app; undefined: there is none. */
export async function findFactor(database: Database, appId: string, id: string): Promise<FactorRow | undefined> {
  return await database.read
    .selectFrom('verify_factors')
    .selectAll()
    .where('id', '=', id)
    .where('app_id', '=', appId)
    .executeTakeFirst();
}

/** What somebody has enrolled, the oldest first. */
export async function factorsOf(database: Database, { appId, subjectHash }: Holder): Promise<FactorRow[]> {
  return await database.read
    .selectFrom('verify_factors')
    .selectAll()
    .where('app_id', '=', appId)
    .where('subject_hash', '=', subjectHash)
    .orderBy('id')
    .execute();
}

const activeTotp = hotQuery((db, { appId, subjectHash }: Holder) =>
  db
    .selectFrom('verify_factors')
    .select('id')
    .where('app_id', '=', appId)
    .where('subject_hash', '=', subjectHash)
    .where('kind', '=', 'totp')
    .where('state', '=', 'active')
    .limit(1),
);

/** Has this person an authenticator app in use? */
export async function hasTotp(database: Database, holder: Holder): Promise<boolean> {
  return (await activeTotp(database.read, holder)).length > 0;
}

const activeTotpAt = hotQuery((db, { appId, foldedHash }: { appId: string; foldedHash: string }) =>
  db
    .selectFrom('verify_factor_addresses as a')
    .innerJoin('verify_factors as f', 'f.id', 'a.factor_id')
    .select('f.subject_hash as subjectHash')
    .where('a.app_id', '=', appId)
    .where('a.folded_hash', '=', foldedHash)
    .where('f.state', '=', 'active')
    .limit(1),
);

/** Somebody with an authenticator app in use who has this phone or mailbox; undefined: nobody. */
export async function totpHolderAt(
  database: Database,
  place: { appId: string; foldedHash: string },
): Promise<Holder | undefined> {
  const [found] = await activeTotpAt(database.read, place);
  return found === undefined ? undefined : { appId: place.appId, subjectHash: found.subjectHash };
}

/** Authenticator apps that were not confirmed in time, and browsers whose trust is over. */
export async function forgetEnded(trx: Trx, now: number): Promise<void> {
  const ended = await trx.deleteFrom('verify_factors').where('ends_at', '<=', now).returning('id').execute();
  for (const { id } of ended) await forgetAddresses(trx, id);
  await trx.deleteFrom('verify_browsers').where('ends_at', '<=', now).execute();
}

/** What is sealed in the row of a factor. */
export interface TotpPart {
  /** base64url. */
  secret: string;
  issuer: string;
  account: string;
}

export function sealFactor(keyring: Keyring, id: string, part: TotpPart | { salt: string }): string {
  return keyring.seal(JSON.stringify(part), placeOf(id));
}

export function openTotpPart(keyring: Keyring, { id, sealed }: Pick<FactorRow, 'id' | 'sealed'>): TotpPart {
  return JSON.parse(keyring.open(sealed, placeOf(id))) as TotpPart;
}

export function openSalt(keyring: Keyring, { id, sealed }: Pick<FactorRow, 'id' | 'sealed'>): string {
  return (JSON.parse(keyring.open(sealed, placeOf(id))) as { salt: string }).salt;
}

function placeOf(rowId: string) {
  return { table: 'verify_factors', column: 'sealed', rowId };
}
