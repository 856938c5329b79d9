import type { Selectable } from 'kysely';
import { command, type Database, routine, type Trx } from './database.ts';
import { eraseFactors } from './erase-factors.ts';
import { hotQuery } from './hot-query.ts';
import type { Keyring } from './keyring.ts';
import type { Tables } from './tables.ts';

/** A program that sends texts or verifies people by this hub. */
export interface App {
  /** The account's SID: `AC` and 32 hexadecimal digits. */
  id: string;
  name: string;
  ownerId: string;
  /** Ids of the lines that it may send by; null: all of its owner's. */
  lines: string[] | null;
  createdAt: number;
  lastUsedAt: number | null;
}

export type AppRow = Selectable<Tables['apps']>;

export interface NewApp extends Omit<App, 'lastUsedAt'> {
  tokenHash: string;
  /** Sealed by `sealAppToken`. */
  sealedToken: string;
}

export const insertApp = command('insertApp', async (trx, app: NewApp): Promise<void> => {
  await trx
    .insertInto('apps')
    .values({
      id: app.id,
      name: app.name,
      owner_id: app.ownerId,
      token_hash: app.tokenHash,
      token: app.sealedToken,
      lines: app.lines === null ? null : JSON.stringify(app.lines),
      created_at: app.createdAt,
      last_used_at: null,
      revoked_at: null,
    })
    .execute();
});

/** An app with what its token is known by; undefined: unknown or revoked. */
export async function findApp(database: Database, id: string): Promise<(App & { tokenHash: string }) | undefined> {
  const row = await liveApp(database, id);
  return row === undefined ? undefined : { ...toApp(row), tokenHash: row.token_hash };
}

/** The token that callbacks of an app are signed with; undefined: unknown or revoked. */
export async function appToken(database: Database, keyring: Keyring, id: string): Promise<string | undefined> {
  const row = await liveApp(database, id);
  return row === undefined ? undefined : keyring.open(row.token, placeOfToken(id));
}

/** Callbacks are signed with the token itself, so that its hash is not enough. */
export function sealAppToken(keyring: Keyring, id: string, token: string): string {
  return keyring.seal(token, placeOfToken(id));
}

/** Those that are not revoked, the oldest first. */
export async function listApps(database: Database): Promise<App[]> {
  const rows = await database.read
    .selectFrom('apps')
    .selectAll()
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toApp);
}

/** Is there one, or was there? */
export async function isApp(database: Database, id: string): Promise<boolean> {
  return (await database.read.selectFrom('apps').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** All that ever were: those in use first, then the revoked ones; the oldest first. */
export async function listAllApps(database: Database): Promise<(App & { revokedAt: number | null })[]> {
  const rows = await database.read.selectFrom('apps').selectAll().orderBy('created_at').orderBy('id').execute();
  const apps = rows.map((row) => ({ ...toApp(row), revokedAt: row.revoked_at }));
  return [...apps.filter(({ revokedAt }) => revokedAt === null), ...apps.filter(({ revokedAt }) => revokedAt !== null)];
}

/** false: there is none, or it was revoked before. The sealed token goes with it, and what its people enrolled. */
export const revokeApp = command('revokeApp', async (trx, args: { id: string; now: number }): Promise<boolean> => {
  const revoked = await trx
    .updateTable('apps')
    .set({ revoked_at: args.now, token: '' })
    .where('id', '=', args.id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (revoked.numUpdatedRows === 0n) return false;
  await eraseFactors(trx, args.id);
  return true;
});

/** Of somebody who is removed. */
export async function revokeAppsOf(trx: Trx, { ownerId, now }: { ownerId: string; now: number }): Promise<void> {
  const revoked = await trx
    .updateTable('apps')
    .set({ revoked_at: now, token: '' })
    .where('owner_id', '=', ownerId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of revoked) await eraseFactors(trx, id);
}

/** Remembers the last use; called at most once a minute for an app. */
export const touchApp = routine('touchApp', async (trx, args: { id: string; now: number }): Promise<void> => {
  await trx.updateTable('apps').set({ last_used_at: args.now }).where('id', '=', args.id).execute();
});

async function liveApp(database: Database, id: string): Promise<AppRow | undefined> {
  return (await findLive(database.read, { id }))[0];
}

const findLive = hotQuery((db, { id }: { id: string }) =>
  db.selectFrom('apps').selectAll().where('id', '=', id).where('revoked_at', 'is', null),
);

export function toApp(row: AppRow): App {
  return {
    id: row.id,
    name: row.name,
    ownerId: row.owner_id,
    lines: row.lines === null ? null : (JSON.parse(row.lines) as string[]),
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}

function placeOfToken(rowId: string) {
  return { table: 'apps', column: 'token', rowId };
}
