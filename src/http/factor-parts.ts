import type { FactorParts } from '../verification/factors/parts.ts';
import { Hashes } from '../verification/hashes.ts';
import type { HubApi } from './api.ts';

/** What factors need of this hub, once somebody asks. */
export type FindFactorParts = () => FactorParts;

export function factorPartsOf(hub: HubApi): FindFactorParts {
  let parts: FactorParts | undefined;
  return () => {
    const { database, keyring, clock, random, ids } = hub;
    const defaultRegion = () => hub.configuration().defaultRegion;
    parts ??= { database, keyring, clock, random, ids, hashes: new Hashes(keyring), defaultRegion };
    return parts;
  };
}
