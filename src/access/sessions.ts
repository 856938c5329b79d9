import { createHash } from 'node:crypto';
import { isActive } from '../domain/person.ts';
import { type Account, findPerson } from '../store/people.ts';
import { findSession, insertSession, type SessionRow, touchSession } from '../store/sessions.ts';
import type { AccessParts, Browser } from './parts.ts';

/** 256 bits (OWASP Session Management: at least 64). */
const idBytes = 32;
const hourMs = 3_600_000;
/** Nobody used it for so long: it is over. */
export const idleMs = 24 * hourMs;
/** It is over, whoever used it. */
export const lifetimeMs = 7 * 24 * hourMs;
/** For setting up how to sign in. */
const setupMs = 30 * 60_000;
/** Changing how one signs in asks for a sign-in that is no older. */
export const freshMs = 15 * 60_000;
const touchEveryMs = 60_000;

export interface NewSession {
  /** For the cookie; the store has its hash. */
  secret: string;
  row: SessionRow;
}

export interface LiveSession {
  session: SessionRow;
  person: Account;
}

export function makeSecret(parts: Pick<AccessParts, 'random'>): string {
  return Buffer.from(parts.random(idBytes)).toString('base64url');
}

/** 256 random bits need no slow hash. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

export function makeSession(
  parts: AccessParts,
  { personId, browser, how, stage }: { personId: string; browser: Browser; how: string; stage: 'full' | 'setup' },
): NewSession {
  const secret = makeSecret(parts);
  const now = parts.clock.now();
  const row: SessionRow = {
    hash: hashSecret(secret),
    id: parts.ids(),
    person_id: personId,
    stage,
    secure: browser.secure ? 1 : 0,
    how,
    browser: browser.name.slice(0, 200),
    address: browser.address,
    created_at: now,
    seen_at: now,
    ends_at: now + (stage === 'setup' ? setupMs : lifetimeMs),
  };
  return { secret, row };
}

/** A session with an id of its own, in place of whichever the browser had. */
export async function beginSession(
  parts: AccessParts,
  wish: { personId: string; browser: Browser; how: string; replaces: string | null },
): Promise<NewSession> {
  const made = makeSession(parts, { ...wish, stage: 'full' });
  const replaces = wish.replaces === null ? null : hashSecret(wish.replaces);
  await parts.database.write(insertSession, { session: made.row, replaces });
  return made;
}

/** undefined: there is none, it is over, its person is gone or past their end, or its cookie came the wrong way. */
export async function findLiveSession(
  parts: Pick<AccessParts, 'database' | 'clock'>,
  secret: string,
  secure: boolean,
): Promise<LiveSession | undefined> {
  return await loadLive(parts, hashSecret(secret), secure);
}

/** Is a session that was good before still good? */
export async function loadLive(
  { database, clock }: Pick<AccessParts, 'database' | 'clock'>,
  hash: string,
  secure: boolean,
): Promise<LiveSession | undefined> {
  const session = await findSession(database, hash);
  const now = clock.now();
  if (session === undefined || session.ends_at <= now || session.seen_at + idleMs <= now) return undefined;
  if (session.secure === 1 && !secure) return undefined;
  const person = await findPerson(database, session.person_id);
  if (person === undefined || !isActive(person, now)) return undefined;
  return { session, person };
}

/** Stores the last use, at most once a minute. */
export async function noteUse({ database, clock }: AccessParts, session: SessionRow): Promise<void> {
  const now = clock.now();
  if (now - session.seen_at < touchEveryMs) return;
  await database.write(touchSession, { hash: session.hash, now });
}
