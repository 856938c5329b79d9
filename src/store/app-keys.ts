import { type App, type AppRow, insertApp, type NewApp, toApp } from './apps.ts';
import { command, type Database, type Trx } from './database.ts';
import { hotQuery } from './hot-query.ts';
import { addPerson } from './people.ts';

/** A key of an app: a second name and password of it, which can be exchanged without changing the others. */
export interface AppKey {
  /** `SK` and 32 hexadecimal digits. */
  id: string;
  appId: string;
  createdAt: number;
}

export interface NewAppKey extends AppKey {
  secretHash: string;
}

/** An app with what the secret is known by that was named. */
export type KnownApp = App & { secretHash: string };

async function addAppKey(trx: Trx, { id, appId, secretHash, createdAt }: NewAppKey): Promise<void> {
  await trx
    .insertInto('app_keys')
    .values({ id, app_id: appId, secret_hash: secretHash, created_at: createdAt, revoked_at: null })
    .execute();
}

export const insertAppKey = command('insertAppKey', (trx, key: NewAppKey) => addAppKey(trx, key));

export interface AppWithKey {
  app: NewApp;
  key: Omit<NewAppKey, 'appId' | 'createdAt'>;
  /** Whose it is, where they are not there yet. */
  newOwner: { id: string; name: string } | null;
}

/** A new app with its first key. Throws KeypigeonError `conflict` where the new owner is or was there. */
export const insertAppWithKey = command(
  'insertAppWithKey',
  async (trx, { app, key, newOwner }: AppWithKey): Promise<void> => {
    if (newOwner !== null) await addPerson(trx, { ...newOwner, role: 'member', endsAt: null });
    await insertApp.run(trx, app);
    await addAppKey(trx, { ...key, appId: app.id, createdAt: app.createdAt });
  },
);

/** Of an app, those that are not revoked, the oldest first. */
export async function listAppKeys(database: Database, appId: string): Promise<AppKey[]> {
  const rows = await database.read
    .selectFrom('app_keys')
    .selectAll()
    .where('app_id', '=', appId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ id: row.id, appId: row.app_id, createdAt: row.created_at }));
}

/** false: there is none, or it was revoked before. */
export const revokeAppKey = command(
  'revokeAppKey',
  async (trx, { id, appId, now }: { id: string; appId: string; now: number }): Promise<boolean> => {
    const revoked = await trx
      .updateTable('app_keys')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('app_id', '=', appId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return revoked.numUpdatedRows > 0n;
  },
);

/** The app of a key; undefined: the key or its app is unknown or revoked. */
export async function findAppOfKey(database: Database, keyId: string): Promise<KnownApp | undefined> {
  return known((await byKey(database.read, { keyId }))[0]);
}

/** The app by the hash of its token or of a key's secret; undefined: nothing has this hash, or it is revoked. */
export async function findAppBySecret(database: Database, hash: string): Promise<KnownApp | undefined> {
  const [key] = await bySecret(database.read, { hash });
  if (key !== undefined) return known(key);
  const [app] = await byToken(database.read, { hash });
  return app === undefined ? undefined : { ...toApp(app), secretHash: app.token_hash };
}

const byKey = hotQuery((db, { keyId }: { keyId: string }) => liveKeys(db).where('app_keys.id', '=', keyId));
const bySecret = hotQuery((db, { hash }: { hash: string }) => liveKeys(db).where('secret_hash', '=', hash));
const byToken = hotQuery((db, { hash }: { hash: string }) =>
  db.selectFrom('apps').selectAll().where('token_hash', '=', hash).where('revoked_at', 'is', null),
);

function liveKeys(db: Trx) {
  return db
    .selectFrom('app_keys')
    .innerJoin('apps', 'apps.id', 'app_keys.app_id')
    .selectAll('apps')
    .select('secret_hash')
    .where('apps.revoked_at', 'is', null)
    .where('app_keys.revoked_at', 'is', null);
}

function known(row: (AppRow & { secret_hash: string }) | undefined): KnownApp | undefined {
  return row === undefined ? undefined : { ...toApp(row), secretHash: row.secret_hash };
}
