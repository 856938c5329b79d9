import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../config/configuration.ts';
import type { EnvironmentSettings } from '../config/environment.ts';
import { readConfiguration } from '../config/load.ts';
import { destinationKinds } from '../destinations/index.ts';
import { providerKinds } from '../providers/index.ts';
import { sourceKinds } from '../sources/index.ts';
import { loadConfiguration } from '../store/configuration.ts';
import { provisioningFile } from './config-file.ts';
import { createHubClient, localHub } from './hub-client.ts';
import { withStore } from './store-access.ts';

export type KnownConfiguration = Pick<Configuration, 'sources' | 'destinations' | 'publicUrl' | 'broker'>;

const nothing: KnownConfiguration = { sources: [], destinations: [], publicUrl: null, broker: null };

/** Of the running hub, else of the file, else of the store; empty where none can be read, which other findings say. */
export async function findConfiguration(settings: EnvironmentSettings, hubRuns: boolean): Promise<KnownConfiguration> {
  if (hubRuns) {
    return read(await createHubClient(localHub(settings.dataFolder)).getText('/api/v1/configuration')) ?? nothing;
  }
  const file = provisioningFile(settings);
  const ofFile = file !== null && existsSync(file) ? read(readFileSync(file, 'utf8')) : null;
  if (ofFile !== null) return ofFile;
  const hasStore = settings.databaseUrl !== null || existsSync(join(settings.dataFolder, 'keypigeon.db'));
  if (!hasStore) return nothing;
  const load = () => withStore(settings, ({ database, keyring }) => loadConfiguration(database, keyring));
  return load().catch(() => nothing);
}

function read(yaml: string): KnownConfiguration | null {
  return readConfiguration(yaml, { sources: sourceKinds, destinations: destinationKinds, providers: providerKinds })
    .configuration;
}
