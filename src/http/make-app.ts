import { solePerson } from '../config/checks.ts';
import type { Configuration } from '../config/configuration.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { type AppKey, insertAppKey, insertAppWithKey } from '../store/app-keys.ts';
import { type App, sealAppToken } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { listPeople } from '../store/people.ts';
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
  configuration: Pick<Configuration, 'lines'>;
}

/** What an app signs in with, shown this once: its account and token, or a key and its secret. */
export interface AppSecrets {
  authToken: string;
  keySid: string;
  keySecret: string;
}

/**
 * Makes an app with credentials in the form of Twilio's: `AC` and 32 hexadecimal digits, and a token of 32 (128 random
 * bits); and a key, `SK…`, with a secret of the same size. Where there is nobody yet, it is made for the one person
 * whom a file that names nobody has, too.
 *
 * @throws KeypigeonError `invalid-request` where a line or person is not there, or it is not clear whose app it is
 */
export async function makeApp(parts: AppMaking, wish: AppWish): Promise<{ app: App } & AppSecrets> {
  const { database, keyring, clock, random } = parts;
  const people = await listPeople(database);
  const newOwner = people.length === 0 ? solePerson : null;
  const known = newOwner === null ? people : [newOwner];
  const ownerId = ownerOf(wish, { people: known, lines: parts.configuration.lines });
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
  const { keySid, keySecret, secretHash } = freshKey(random);
  const newApp = { ...app, tokenHash: hashToken(authToken), sealedToken };
  await database.write(insertAppWithKey, { app: newApp, key: { id: keySid, secretHash }, newOwner });
  return { app, authToken, keySid, keySecret };
}

/** Makes a further key of an app; the secret is shown this once. */
export async function makeAppKey(
  { database, clock, random }: Pick<AppMaking, 'database' | 'clock' | 'random'>,
  appId: string,
): Promise<{ key: AppKey; keySecret: string }> {
  const { keySid, keySecret, secretHash } = freshKey(random);
  const key = { id: keySid, appId, createdAt: clock.now() };
  await database.write(insertAppKey, { ...key, secretHash });
  return { key, keySecret };
}

function freshKey(random: RandomBytes): { keySid: string; keySecret: string; secretHash: string } {
  const keySecret = hex(random(16));
  return { keySid: `SK${hex(random(16))}`, keySecret, secretHash: hashToken(keySecret) };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function ownerOf(
  { lines = [], owner }: AppWish,
  { people, lines: known }: Pick<Configuration, 'people' | 'lines'>,
): string {
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
  const names = people.map(({ id }) => id).join(', ');
  throw refuse(`there are several people here; name one as the owner (${names}), or lines of one`);
}

function refuse(detail: string): KeypigeonError {
  return new KeypigeonError('invalid-request', detail);
}
