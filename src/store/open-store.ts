import { join } from 'node:path';
import { KeypigeonError } from '../domain/errors.ts';
import type { RandomBytes } from '../support/random.ts';
import { redactUrls } from '../support/redact.ts';
import type { Database } from './database.ts';
import { leaveGap } from './events.ts';
import { openKeyring } from './key-check.ts';
import type { Keyring } from './keyring.ts';
import { migrate } from './migrate.ts';
import type { Reading } from './visibility.ts';

export interface StoreSettings {
  dataFolder: string;
  /** `postgres://…`; null: SQLite in the data folder. */
  databaseUrl: string | null;
  keyFile: string;
}

export interface Store {
  database: Database;
  keyring: Keyring;
  /** Gives the space of the write-ahead log back, so that purged texts are gone from the disk (SQLite only). false: not now. */
  checkpoint(): boolean;
}

/** Opens the database, brings its schema up to date and checks the key. Throws KeypigeonError with what to do. */
export async function openStore(settings: StoreSettings, random: RandomBytes): Promise<Store> {
  const database = await openDatabase(settings);
  try {
    await migrate(database);
    if (database.dialect === 'sqlite') await database.write(leaveGap, null);
    const keyring = await openKeyring(database, settings.keyFile, random);
    return { database, keyring, checkpoint: database.checkpoint };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Where the database is. */
export type StorePlace = Pick<StoreSettings, 'dataFolder' | 'databaseUrl'>;

/** A second way into a store that is open already, to read only: for a thread of its own. */
export async function openReading({
  dataFolder,
  databaseUrl,
}: StorePlace): Promise<Reading & { close(): Promise<void> }> {
  if (databaseUrl !== null) return (await import('./postgres.ts')).openPostgres(databaseUrl, { connections: 2 });
  const read = (await import('./sqlite.ts')).openSqliteReader(join(dataFolder, 'keypigeon.db'));
  return { dialect: 'sqlite', read, close: () => read.destroy() };
}

/** The dialect's driver is loaded only when it is used. */
async function openDatabase({ dataFolder, databaseUrl }: StorePlace): Promise<Database & { checkpoint(): boolean }> {
  if (databaseUrl === null) {
    const { openSqlite } = await import('./sqlite.ts');
    return openSqlite(join(dataFolder, 'keypigeon.db'));
  }
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new KeypigeonError(
      'invalid-configuration',
      `KEYPIGEON_DATABASE_URL: expected postgres://…, got ${redactUrls(databaseUrl)}`,
    );
  }
  const { openPostgres } = await import('./postgres.ts');
  return { ...openPostgres(databaseUrl), checkpoint: () => true };
}
