import type { Database } from '../../store/database.ts';
import type { Holder } from '../../store/factor-tries.ts';
import type { Keyring } from '../../store/keyring.ts';
import type { Clock } from '../../support/clock.ts';
import type { IdMaker } from '../../support/ids.ts';
import type { RandomBytes } from '../../support/random.ts';
import type { Hashes } from '../hashes.ts';

/** What factors need of the hub. */
export interface FactorParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  random: RandomBytes;
  ids: IdMaker;
  hashes: Hashes;
}

/** Somebody as an app calls them: the same as `subject` of a verification. */
export interface Subject {
  appId: string;
  subject: string;
}

export function holderOf({ hashes }: Pick<FactorParts, 'hashes'>, { appId, subject }: Subject): Holder {
  return { appId, subjectHash: hashes.of('subject', subject) };
}
