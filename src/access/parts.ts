import type { Actor } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import type { Clock } from '../support/clock.ts';
import type { IdMaker } from '../support/ids.ts';
import type { RandomBytes } from '../support/random.ts';

/** What signing in needs of the hub. */
export interface AccessParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  random: RandomBytes;
  ids: IdMaker;
}

/** The browser at the other end. */
export interface Browser {
  /** Where it is, as far as can be told. */
  address: string;
  /** What it calls itself; for lists. */
  name: string;
  /** Over HTTPS, or on this machine. */
  secure: boolean;
}

export function actorOf(browser: Browser, personId: string | null): Actor {
  return { kind: personId === null ? 'nobody' : 'person', personId, address: browser.address };
}
