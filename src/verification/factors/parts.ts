import type { Database } from '../../store/database.ts';
import type { Holder } from '../../store/factor-tries.ts';
import type { Keyring } from '../../store/keyring.ts';
import type { Clock } from '../../support/clock.ts';
import type { IdMaker } from '../../support/ids.ts';
import type { RandomBytes } from '../../support/random.ts';
import { readAddress } from '../address.ts';
import type { Hashes } from '../hashes.ts';

/** What factors need of the hub. */
export interface FactorParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  random: RandomBytes;
  ids: IdMaker;
  hashes: Hashes;
  /** ISO 3166, for national numbers; null: there is none. */
  defaultRegion(): string | null;
}

/** Somebody as an app calls them: the same as `subject` of a verification. */
export interface Subject {
  appId: string;
  subject: string;
}

export function holderOf({ hashes }: Pick<FactorParts, 'hashes'>, { appId, subject }: Subject): Holder {
  return { appId, subjectHash: hashes.of('subject', subject) };
}

/**
 * What a phone or mailbox is stored as, the same for all ways to write it. By any phone kind it is the same number.
 *
 * @throws AddressRefusedError
 */
export function foldedHashOf(
  { hashes, defaultRegion }: Pick<FactorParts, 'hashes' | 'defaultRegion'>,
  raw: string,
): string {
  return hashes.of('folded', readAddress(raw, raw.includes('@') ? 'email' : 'call', defaultRegion()).folded);
}
