import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentSettings } from '../config/environment.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { systemRandom } from '../support/random.ts';

/**
 * Opens the store for a command while no hub runs, and closes it after. Throws KeypigeonError `hub-not-running` where
 * there is no store yet: none is made by looking for one.
 */
export async function withStore<Result>(
  settings: EnvironmentSettings,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  const { dataFolder, databaseUrl } = settings;
  if (databaseUrl === null && !existsSync(join(dataFolder, 'keypigeon.db'))) {
    throw new KeypigeonError(
      'hub-not-running',
      `no hub is running on the data folder ${dataFolder}, and there is no store in it yet; start one by keypigeon serve, or set KEYPIGEON_DATA to its folder`,
    );
  }
  const store = await openStore(settings, systemRandom);
  try {
    return await use(store);
  } finally {
    await store.database.close();
  }
}
