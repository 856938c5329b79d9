import type { Selectable } from 'kysely';
import { command, type Database, type Trx } from './database.ts';
import { addPerson, eraseCredentials } from './people.ts';
import type { Tables } from './tables.ts';

export type SessionRow = Selectable<Tables['sessions']>;
export type BrowserRow = Selectable<Tables['trusted_browsers']>;

/** A new session; the one that the browser had before ends, so that nobody can hand one in beforehand. */
export const insertSession = command(
  'insertSession',
  async (trx, args: { session: SessionRow; replaces: string | null }): Promise<void> => {
    if (args.replaces !== null) await trx.deleteFrom('sessions').where('hash', '=', args.replaces).execute();
    await trx.insertInto('sessions').values(args.session).execute();
  },
);

export async function findSession(database: Database, hash: string): Promise<SessionRow | undefined> {
  return database.read.selectFrom('sessions').selectAll().where('hash', '=', hash).executeTakeFirst();
}

export async function sessionsOf(database: Database, personId: string): Promise<SessionRow[]> {
  return database.read
    .selectFrom('sessions')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('seen_at', 'desc')
    .execute();
}

export const touchSession = command('touchSession', async (trx, args: { hash: string; now: number }): Promise<void> => {
  await trx.updateTable('sessions').set({ seen_at: args.now }).where('hash', '=', args.hash).execute();
});

export const deleteSession = command('deleteSession', async (trx, args: { hash: string }): Promise<void> => {
  await trx.deleteFrom('sessions').where('hash', '=', args.hash).execute();
});

/** false: there is none with this id, or it is somebody else's. */
export const revokeSession = command(
  'revokeSession',
  async (trx, args: { id: string; personId: string }): Promise<boolean> => {
    const gone = await trx
      .deleteFrom('sessions')
      .where('id', '=', args.id)
      .where('person_id', '=', args.personId)
      .executeTakeFirst();
    return gone.numDeletedRows > 0n;
  },
);

/** After a change of how somebody signs in. */
export const revokeOtherSessions = command(
  'revokeOtherSessions',
  async (trx, args: { personId: string; keep: string }): Promise<void> => {
    await trx.deleteFrom('sessions').where('person_id', '=', args.personId).where('hash', '!=', args.keep).execute();
  },
);

export const insertBrowser = command('insertBrowser', async (trx, row: BrowserRow): Promise<void> => {
  await trx.insertInto('trusted_browsers').values(row).execute();
});

export async function findBrowser(database: Database, hash: string): Promise<BrowserRow | undefined> {
  return database.read.selectFrom('trusted_browsers').selectAll().where('hash', '=', hash).executeTakeFirst();
}

export async function browsersOf(database: Database, personId: string): Promise<BrowserRow[]> {
  return database.read
    .selectFrom('trusted_browsers')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('seen_at', 'desc')
    .execute();
}

/** A new token in place of the one that was shown. false: somebody else rotated it first. */
export const rotateBrowser = command(
  'rotateBrowser',
  async (trx, args: { id: string; from: string; to: string; now: number }): Promise<boolean> => {
    const rotated = await trx
      .updateTable('trusted_browsers')
      .set({ hash: args.to, old_hash: args.from, seen_at: args.now })
      .where('id', '=', args.id)
      .where('hash', '=', args.from)
      .executeTakeFirst();
    return rotated.numUpdatedRows > 0n;
  },
);

/** A token that was rotated away came again: there are two of it, so neither is trusted any more. */
export const revokeCopiedBrowser = command(
  'revokeCopiedBrowser',
  async (trx, args: { oldHash: string }): Promise<boolean> => {
    const gone = await trx.deleteFrom('trusted_browsers').where('old_hash', '=', args.oldHash).executeTakeFirst();
    return gone.numDeletedRows > 0n;
  },
);

export const revokeBrowser = command(
  'revokeBrowser',
  async (trx, args: { id: string; personId: string }): Promise<boolean> => {
    const gone = await trx
      .deleteFrom('trusted_browsers')
      .where('id', '=', args.id)
      .where('person_id', '=', args.personId)
      .executeTakeFirst();
    return gone.numDeletedRows > 0n;
  },
);

export type SetupLinkRow = Selectable<Tables['setup_links']>;

/** Whatever links the person had before end. `erase`: with all that they signed in by. */
export const insertSetupLink = command(
  'insertSetupLink',
  async (trx, args: { link: SetupLinkRow; erase: boolean }): Promise<void> => {
    const { person_id: personId } = args.link;
    if (personId === null) await trx.deleteFrom('setup_links').where('person_id', 'is', null).execute();
    else if (args.erase) await eraseCredentials(trx, personId, args.link.created_at);
    else await trx.deleteFrom('setup_links').where('person_id', '=', personId).execute();
    await trx.insertInto('setup_links').values(args.link).execute();
  },
);

/**
 * A link for the first owner, while no owner can sign in. Nodes that start together on one store ask for it at the same
 * time, and one of them gets it.
 *
 * @returns `made`; `elsewhere`: another node's is still good (only where `yields`); `owned`: an owner can sign in
 */
export const insertFirstSetupLink = command(
  'insertFirstSetupLink',
  async (trx, args: { link: SetupLinkRow; yields: boolean }): Promise<'made' | 'elsewhere' | 'owned'> => {
    const { link, yields } = args;
    if (await canAnOwnerSignIn(trx, link.created_at)) return 'owned';
    const claim = { name: 'first-setup', value: String(link.ends_at) };
    const claimed = await trx
      .insertInto('settings')
      .values(claim)
      .onConflict((conflict) => {
        const update = conflict.column('name').doUpdateSet({ value: claim.value });
        return yields ? update.where('settings.value', '<=', String(link.created_at)) : update;
      })
      .returning('name')
      .executeTakeFirst();
    if (claimed === undefined) return 'elsewhere';
    await trx.deleteFrom('setup_links').where('person_id', 'is', null).execute();
    await trx.insertInto('setup_links').values(link).execute();
    return 'made';
  },
);

async function canAnOwnerSignIn(trx: Trx, now: number): Promise<boolean> {
  const owner = await trx
    .selectFrom('people')
    .select('id')
    .where('role', '=', 'owner')
    .where('retired_at', 'is', null)
    .where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>', now)]))
    .where((where) =>
      where.or([
        where('password', 'is not', null),
        where.exists(where.selectFrom('passkeys').select('passkeys.id').whereRef('person_id', '=', 'people.id')),
      ]),
    )
    .executeTakeFirst();
  return owner !== undefined;
}

export async function findSetupLink(database: Database, hash: string): Promise<SetupLinkRow | undefined> {
  return database.read.selectFrom('setup_links').selectAll().where('hash', '=', hash).executeTakeFirst();
}

/**
 * Takes a link, once, and begins the session in which its person sets up how to sign in. A link for nobody makes the
 * first owner: of somebody who is there (`personId`), or a new person. false: it was taken, or has ended.
 */
export const takeSetupLink = command(
  'takeSetupLink',
  async (
    trx,
    args: { hash: string; now: number; session: SessionRow; newOwner: { id: string; name: string } | null },
  ): Promise<boolean> => {
    const taken = await trx
      .deleteFrom('setup_links')
      .where('hash', '=', args.hash)
      .where('ends_at', '>', args.now)
      .returning('person_id')
      .executeTakeFirst();
    if (taken === undefined) return false;
    const personId = args.session.person_id;
    if (args.newOwner !== null) await addPerson(trx, { ...args.newOwner, role: 'owner', endsAt: null });
    else if (taken.person_id === null)
      await trx.updateTable('people').set({ role: 'owner', ends_at: null }).where('id', '=', personId).execute();
    await trx.insertInto('sessions').values(args.session).execute();
    return true;
  },
);
