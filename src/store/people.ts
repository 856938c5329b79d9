import type { Selectable } from 'kysely';
import { KeypigeonError } from '../domain/errors.ts';
import type { Person, Role } from '../domain/person.ts';
import { revokeAppsOf } from './apps.ts';
import { command, type Database, type Trx } from './database.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { retireSubscriptionsOf } from './push-subscriptions.ts';
import type { Tables } from './tables.ts';

/** A person with what is known of how they sign in. `password` and `totp` as stored: hashed and sealed. */
export interface Account extends Person {
  password: string | null;
  passwordAlone: boolean;
  totp: string | null;
  totpPending: string | null;
  passkeys: number;
}

export async function listPeople(database: Database): Promise<Account[]> {
  const rows = await database.read
    .selectFrom('people')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('id')
    .execute();
  const keys = await database.read.selectFrom('passkeys').select('person_id').execute();
  return rows.map((row) => toAccount(row, keys.filter((key) => key.person_id === row.id).length));
}

/** undefined: there is none, or they are retired. */
export async function findPerson(database: Database, id: string): Promise<Account | undefined> {
  const row = await database.read
    .selectFrom('people')
    .selectAll()
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const keys = await database.read.selectFrom('passkeys').select('id').where('person_id', '=', id).execute();
  return toAccount(row, keys.length);
}

/** Ids that cannot be given any more: also of people who were removed. */
export async function takenPersonIds(database: Database): Promise<Set<string>> {
  const rows = await database.read.selectFrom('people').select('id').execute();
  return new Set(rows.map(({ id }) => id));
}

/** Throws KeypigeonError `conflict` when the id is taken, also by somebody who was removed. */
export const insertPerson = command('insertPerson', (trx, person: Omit<Person, 'provisioned'>) =>
  addPerson(trx, person),
);

export async function addPerson(trx: Trx, person: Omit<Person, 'provisioned'>): Promise<void> {
  const added = await trx
    .insertInto('people')
    .values({ id: person.id, name: person.name, role: person.role, ends_at: person.endsAt, provisioned: 0 })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added === undefined)
    throw new KeypigeonError('conflict', `There is or was a person "${person.id}"; give another id.`);
}

/** Throws KeypigeonError: `not-found`, or `conflict` when no owner would be left. */
export const updatePerson = command(
  'updatePerson',
  async (trx, args: { id: string; name?: string; role?: Role; endsAt?: number | null; now: number }): Promise<void> => {
    const loses = args.role !== undefined && args.role !== 'owner';
    if (loses || (args.endsAt !== undefined && args.endsAt !== null)) await keepAnOwner(trx, args.id);
    const updated = await trx
      .updateTable('people')
      .set({
        id: args.id,
        ...(args.name === undefined ? {} : { name: args.name }),
        ...(args.role === undefined ? {} : { role: args.role }),
        ...(args.endsAt === undefined ? {} : { ends_at: args.endsAt }),
      })
      .where('id', '=', args.id)
      .where('retired_at', 'is', null)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) throw noSuchPerson();
  },
);

/** Takes all that they, and programs on their behalf, could sign in by; what is theirs stays. Throws KeypigeonError `not-found` or `conflict`. */
export const retirePerson = command('retirePerson', async (trx, args: { id: string; now: number }): Promise<void> => {
  const row = await trx.selectFrom('people').select('provisioned').where('id', '=', args.id).executeTakeFirst();
  if (row?.provisioned === 1)
    throw new KeypigeonError('conflict', 'The configuration file names this person: remove them there.');
  await keepAnOwner(trx, args.id);
  await eraseCredentials(trx, args.id, args.now);
  await trx
    .updateTable('tokens')
    .set({ revoked_at: args.now })
    .where('person_id', '=', args.id)
    .where('revoked_at', 'is', null)
    .execute();
  await revokeAppsOf(trx, { ownerId: args.id, now: args.now });
  const retired = await trx
    .updateTable('people')
    .set({ retired_at: args.now })
    .where('id', '=', args.id)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (retired.numUpdatedRows === 0n) throw noSuchPerson();
});

/** Somebody who has lost their way in, or whose way in somebody else has: everything old ends at once. */
export async function eraseCredentials(trx: Trx, personId: string, now: number): Promise<void> {
  await trx
    .updateTable('people')
    .set({ password: null, password_alone: 0, totp: null, totp_pending: null, totp_step: null })
    .where('id', '=', personId)
    .execute();
  for (const table of ['passkeys', 'recovery_codes', 'sessions', 'trusted_browsers', 'setup_links'] as const)
    await trx.deleteFrom(table).where('person_id', '=', personId).execute();
  // Whoever was in could have had a browser of theirs notified.
  await retireSubscriptionsOf(trx, personId, now);
}

async function keepAnOwner(trx: Trx, losing: string): Promise<void> {
  // Two owners who remove each other at once are not both removed.
  await oneAtATime(trx, ['owners']);
  const owners = await trx
    .selectFrom('people')
    .select(['id', 'ends_at'])
    .where('role', '=', 'owner')
    .where('retired_at', 'is', null)
    .execute();
  const isOwner = owners.some(({ id }) => id === losing);
  if (isOwner && !owners.some(({ id, ends_at }) => id !== losing && ends_at === null))
    throw new KeypigeonError('conflict', 'No owner would be left: make somebody else an owner first.');
}

function noSuchPerson(): KeypigeonError {
  return new KeypigeonError('not-found', 'There is no person with this id.');
}

function toAccount(row: Selectable<Tables['people']>, passkeys: number): Account {
  return {
    id: row.id,
    name: row.name,
    role: row.role as Role,
    endsAt: row.ends_at,
    provisioned: row.provisioned === 1,
    password: row.password,
    passwordAlone: row.password_alone === 1,
    totp: row.totp,
    totpPending: row.totp_pending,
    passkeys,
  };
}
