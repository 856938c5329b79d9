import type { Configuration } from '../config/configuration.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { type App, insertApp, sealAppToken } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { hashToken } from '../store/tokens.ts';
import type { Clock } from '../support/clock.ts';
import type { RandomBytes } from '../support/random.ts';

export interface AppWish {
  name: string;
  /** Ids of the lines that it may send by; undefined: all of its owner's. */
  lines?: readonly string[] | undefined;
  /** Id of the person for whom it sends; undefined: whose the lines are, else the only person. */
  owner?: string | undefined;
}

export interface AppMaking {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  random: RandomBytes;
  configuration: Pick<Configuration, 'people' | 'lines'>;
}

/**
 * Makes an app with credentials in the form of Twilio's: `AC` and 32 hexadecimal digits, and a token of 32 (128 random
 * bits). The token is shown this once.
 *
 * @throws KeypigeonError `invalid-request` where a line or person is not there, or it is not clear whose app it is
 */
export async function makeApp(parts: AppMaking, wish: AppWish): Promise<{ app: App; authToken: string }> {
  const { database, keyring, clock, random } = parts;
  const ownerId = ownerOf(wish, parts.configuration);
  const authToken = hex(random(16));
  const id = `AC${hex(random(16))}`;
  const app: App = {
    id,
    name: wish.name,
    ownerId,
    lines: wish.lines === undefined ? null : [...new Set(wish.lines)],
    createdAt: clock.now(),
    lastUsedAt: null,
  };
  const sealedToken = sealAppToken(keyring, id, authToken);
  await database.write(insertApp, { ...app, tokenHash: hashToken(authToken), sealedToken });
  return { app, authToken };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function ownerOf({ lines = [], owner }: AppWish, { people, lines: known }: AppMaking['configuration']): string {
  const settings = lines.map((id) => {
    const found = known.find((line) => line.id === id);
    if (found !== undefined) return found;
    const names = known.map((line) => line.id).join(', ');
    throw refuse(
      `there is no line ${JSON.stringify(id)}; ${names === '' ? 'there are none yet' : `there are ${names}`}`,
    );
  });
  if (owner !== undefined && !people.some(({ id }) => id === owner))
    throw refuse(`there is no person ${JSON.stringify(owner)}; there are ${people.map(({ id }) => id).join(', ')}`);
  const owners = new Set([...settings.map((line) => line.owner), ...(owner === undefined ? [] : [owner])]);
  if (owners.size > 1) throw refuse('an app sends for one person, but these lines are not all of the same one');
  const [first] = owners.size === 1 ? owners : people.length === 1 ? people.map(({ id }) => id) : [];
  if (first !== undefined) return first;
  throw refuse(
    people.length === 0
      ? 'there is nobody yet whose lines it could send by; apply a configuration with a line first'
      : `several people have lines here; name one as the owner (${people.map(({ id }) => id).join(', ')}), or lines of one`,
  );
}

function refuse(detail: string): KeypigeonError {
  return new KeypigeonError('invalid-request', detail);
}
