import { type CurrentConfiguration, loadConfiguration } from '../store/configuration.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import type { Logger } from '../support/logger.ts';
import { type ProofRules, withProofs } from './proof-states.ts';
import { resolvePublicUrl } from './public-url.ts';

export interface ConfigurationParts extends ProofRules {
  database: Database;
  keyring: Keyring;
  log: Logger;
  /** Overrides the configuration's. */
  publicUrl: string | null;
}

/** The configuration as the store has it now, with what follows from it. */
export async function loadCurrent(parts: ConfigurationParts): Promise<CurrentConfiguration> {
  const stored = await loadConfiguration(parts.database, parts.keyring);
  const publicUrl = parts.publicUrl ?? resolvePublicUrl(stored.publicUrl, parts.targets, parts.log);
  return withProofs({ ...stored, publicUrl }, parts);
}

/** The same for configurations by which the parts do the same. */
export function fingerprintOf(configuration: CurrentConfiguration): string {
  const { held: _, off, added, members, proofs, ...rest } = configuration;
  return JSON.stringify({ ...rest, off: [...off], added: [...added], members: [...members], proofs: [...proofs] });
}
