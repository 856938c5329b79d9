import type { Selectable } from 'kysely';
import { command, type Database } from './database.ts';
import type { Tables } from './tables.ts';

export const setPassword = command(
  'setPassword',
  async (trx, args: { personId: string; password: string | null }): Promise<void> => {
    await trx.updateTable('people').set({ password: args.password }).where('id', '=', args.personId).execute();
    await trx.deleteFrom('trusted_browsers').where('person_id', '=', args.personId).execute();
  },
);

export const setPasswordAlone = command(
  'setPasswordAlone',
  async (trx, args: { personId: string; alone: boolean }): Promise<void> => {
    await trx
      .updateTable('people')
      .set({ password_alone: args.alone ? 1 : 0 })
      .where('id', '=', args.personId)
      .execute();
  },
);

export const setPendingTotp = command(
  'setPendingTotp',
  async (trx, args: { personId: string; sealed: string }): Promise<void> => {
    await trx.updateTable('people').set({ totp_pending: args.sealed }).where('id', '=', args.personId).execute();
  },
);

/** The pending secret becomes the one in use, with fresh recovery codes. false: it was replaced meanwhile. */
export const activateTotp = command(
  'activateTotp',
  async (trx, args: { personId: string; pending: string; sealed: string; step: number; hashes: string[] }) => {
    const changed = await trx
      .updateTable('people')
      .set({ totp: args.sealed, totp_pending: null, totp_step: args.step })
      .where('id', '=', args.personId)
      .where('totp_pending', '=', args.pending)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return false;
    await trx.deleteFrom('recovery_codes').where('person_id', '=', args.personId).execute();
    for (const hash of args.hashes)
      await trx.insertInto('recovery_codes').values({ hash, person_id: args.personId }).execute();
    return true;
  },
);

export const removeTotp = command('removeTotp', async (trx, args: { personId: string }): Promise<void> => {
  await trx
    .updateTable('people')
    .set({ totp: null, totp_pending: null, totp_step: null })
    .where('id', '=', args.personId)
    .execute();
  await trx.deleteFrom('recovery_codes').where('person_id', '=', args.personId).execute();
});

/** RFC 6238 §5.2: a code is taken once. false: this step or a later one was taken already. */
export const takeTotpStep = command(
  'takeTotpStep',
  async (trx, args: { personId: string; step: number }): Promise<boolean> => {
    const taken = await trx
      .updateTable('people')
      .set({ totp_step: args.step })
      .where('id', '=', args.personId)
      .where((where) => where.or([where('totp_step', 'is', null), where('totp_step', '<', args.step)]))
      .executeTakeFirst();
    return taken.numUpdatedRows > 0n;
  },
);

export const replaceRecoveryCodes = command(
  'replaceRecoveryCodes',
  async (trx, args: { personId: string; hashes: string[] }): Promise<void> => {
    await trx.deleteFrom('recovery_codes').where('person_id', '=', args.personId).execute();
    for (const hash of args.hashes)
      await trx.insertInto('recovery_codes').values({ hash, person_id: args.personId }).execute();
  },
);

/** false: not theirs, or used already. */
export const takeRecoveryCode = command(
  'takeRecoveryCode',
  async (trx, args: { personId: string; hash: string; now: number }): Promise<boolean> => {
    const taken = await trx
      .updateTable('recovery_codes')
      .set({ used_at: args.now })
      .where('hash', '=', args.hash)
      .where('person_id', '=', args.personId)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    return taken.numUpdatedRows > 0n;
  },
);

export async function countRecoveryCodes(database: Database, personId: string): Promise<number> {
  const rows = await database.read
    .selectFrom('recovery_codes')
    .select('hash')
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .execute();
  return rows.length;
}

export type PasskeyRow = Selectable<Tables['passkeys']>;

export async function passkeysOf(database: Database, personId: string): Promise<PasskeyRow[]> {
  return database.read
    .selectFrom('passkeys')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .execute();
}

export async function findPasskey(database: Database, id: string): Promise<PasskeyRow | undefined> {
  return database.read.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Burns the challenge with it. false: the challenge was used, or the passkey is known already. */
export const insertPasskey = command(
  'insertPasskey',
  async (trx, args: { passkey: PasskeyRow; challenge: string; challengeEndsAt: number }): Promise<boolean> => {
    if (!(await burn(trx, args.challenge, args.challengeEndsAt))) return false;
    const added = await trx
      .insertInto('passkeys')
      .values(args.passkey)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .execute();
    return added.length > 0;
  },
);

/** Burns the challenge, and notes the counter. false: the challenge was used already, or the passkey is gone. */
export const usePasskey = command(
  'usePasskey',
  async (
    trx,
    args: { id: string; counter: number; now: number; challenge: string; challengeEndsAt: number },
  ): Promise<boolean> => {
    if (!(await burn(trx, args.challenge, args.challengeEndsAt))) return false;
    const used = await trx
      .updateTable('passkeys')
      .set({ counter: args.counter, last_used_at: args.now })
      .where('id', '=', args.id)
      .executeTakeFirst();
    return used.numUpdatedRows > 0n;
  },
);

export const deletePasskey = command(
  'deletePasskey',
  async (trx, args: { id: string; personId: string }): Promise<boolean> => {
    const gone = await trx
      .deleteFrom('passkeys')
      .where('id', '=', args.id)
      .where('person_id', '=', args.personId)
      .executeTakeFirst();
    return gone.numDeletedRows > 0n;
  },
);

async function burn(trx: Parameters<typeof takeTotpStep.run>[0], hash: string, endsAt: number): Promise<boolean> {
  const burnt = await trx
    .insertInto('used_challenges')
    .values({ hash, ends_at: endsAt })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .returning('hash')
    .execute();
  return burnt.length > 0;
}
