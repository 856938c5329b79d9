import type { FastifyRequest } from 'fastify';
import { findLiveSession, loadLive, noteUse } from '../access/sessions.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { isActive, type Role } from '../domain/person.ts';
import { administrator, type Viewer } from '../domain/viewer.ts';
import type { Actor } from '../store/audit.ts';
import { type Account, findPerson } from '../store/people.ts';
import type { SessionRow } from '../store/sessions.ts';
import { findToken, hashToken, type Scope, scopes, type Token, touchToken } from '../store/tokens.ts';
import type { HubApi } from './api.ts';
import { readCookie, refuseForeign, siteOfRequest } from './browser.ts';
import { addressOf } from './caller.ts';
import { isLocal } from './local.ts';

/** Who asks, and what they may. */
export interface Access {
  viewer: Viewer;
  scopes: readonly Scope[];
  /** undefined for requests over the local socket, and by a session. */
  tokenHash: string | undefined;
  /** Where somebody signed in. */
  session: SessionRow | undefined;
  person: Account | undefined;
  actor: Actor;
}

/** What a route asks of people and tokens: a scope; `self`: somebody who signed in, about themselves. */
export type Need = Scope | 'self';

declare module 'fastify' {
  interface FastifyRequest {
    access: Access | null;
  }
  interface FastifyContextConfig {
    /** `admin` where a route names none; `app`: the credentials of an app, and nobody else's; `open`: nothing. */
    scope?: Need | 'app' | 'open';
    /** Also for a session that only sets up how one signs in. */
    duringSetup?: boolean;
  }
}

const lastUseEveryMs = 60_000;
/** `kp_` and 32 bytes in base64url; anything else is not looked up. */
const tokenShape = /^Bearer +(kp_[A-Za-z0-9_-]{43})$/i;
const scopesOf: Record<Role, readonly Scope[]> = {
  owner: scopes,
  member: ['read', 'send', 'board'],
  guest: ['read', 'board'],
};

export type Authenticate = (request: FastifyRequest, need: Need) => Promise<Access>;

/**
 * Who is behind a request: its way over the local socket, its bearer token (RFC 6750 §2.1) or its session's cookie. An
 * unknown, a revoked and a broken one get the same answer. Throws KeypigeonError `unauthorized`, `forbidden`, `cross-site`.
 */
export function createAuthenticate(hub: HubApi): Authenticate {
  const remember = createLastUse(hub);
  return async (request, need) => {
    const access = isLocal(request.raw)
      ? localAccess
      : request.headers.authorization === undefined
        ? await bySession(hub, request)
        : await byToken(hub, request, remember);
    if (access === undefined)
      throw new KeypigeonError('unauthorized', 'Expected the header Authorization: Bearer with a token of this hub.');
    const inSetup = access.session?.stage === 'setup' && request.routeOptions.config.duringSetup !== true;
    if (need === 'self' ? access.session === undefined || inSetup : inSetup || !mayUse(access, need))
      throw new KeypigeonError(
        'forbidden',
        need === 'self' ? 'Expected somebody who signed in.' : `Expected a token with the scope ${need}.`,
      );
    return access;
  };
}

const localAccess: Access = {
  viewer: administrator,
  scopes: ['admin'],
  tokenHash: undefined,
  session: undefined,
  person: undefined,
  actor: { kind: 'local', personId: null, address: null },
};

/** Whoever may read may read the board, too. */
function mayUse({ scopes }: Access, need: Need): boolean {
  return scopes.some((scope) => scope === need || scope === 'admin' || (need === 'board' && scope === 'read'));
}

async function byToken(
  hub: HubApi,
  request: FastifyRequest,
  remember: (token: Token) => void,
): Promise<Access | undefined> {
  const given = tokenShape.exec(request.headers.authorization ?? '')?.[1];
  const hash = given === undefined ? undefined : hashToken(given);
  const token = hash === undefined ? undefined : await findToken(hub.database, hash);
  if (token === undefined) return undefined;
  const person = token.personId === null ? undefined : await findPerson(hub.database, token.personId);
  if (token.personId !== null && (person === undefined || !isActive(person, hub.clock.now()))) return undefined;
  remember(token);
  // A token can do no more than its person may by now.
  const granted = person === undefined ? token.scopes : narrow(token.scopes, scopesOf[person.role]);
  return {
    viewer: person === undefined ? administrator : viewerFor(person),
    scopes: granted,
    tokenHash: hash,
    session: undefined,
    person,
    actor: { kind: 'token', personId: token.personId, address: addressOf(hub, request) },
  };
}

function narrow(wanted: readonly Scope[], may: readonly Scope[]): Scope[] {
  const asked = wanted.includes('admin') ? scopes : wanted;
  return may.filter((scope) => asked.includes(scope));
}

async function bySession(hub: HubApi, request: FastifyRequest): Promise<Access | undefined> {
  if (request.headers.cookie === undefined) return undefined;
  refuseForeign(request, { byCookie: true });
  const cookie = readCookie(request, 'session', siteOfRequest(hub, request));
  const live = cookie === undefined ? undefined : await findLiveSession(hub, cookie.value, cookie.secure);
  if (live === undefined) return undefined;
  const { session, person } = live;
  noteUse(hub, session).catch((error: unknown) => {
    hub.log.warn({ err: error }, 'the last use of a session could not be stored');
  });
  return {
    viewer: viewerFor(person),
    scopes: session.stage === 'setup' ? [] : scopesOf[person.role],
    tokenHash: undefined,
    session,
    person,
    actor: { kind: 'person', personId: person.id, address: addressOf(hub, request) },
  };
}

function viewerFor({ id, role }: Account): Viewer {
  return { kind: 'person', personId: id, role };
}

/** Is what was granted earlier still good, and the same? */
export async function isStillGranted(hub: HubApi, access: Access): Promise<boolean> {
  const { session, tokenHash, viewer } = access;
  const token = tokenHash === undefined ? undefined : await findToken(hub.database, tokenHash);
  if (tokenHash !== undefined && token === undefined) return false;
  if (session !== undefined && (await loadLive(hub, session.hash, true)) === undefined) return false;
  if (viewer.kind === 'administrator') return true;
  const person = await findPerson(hub.database, viewer.personId);
  return person !== undefined && isActive(person, hub.clock.now()) && person.role === viewer.role;
}

/** Stores the last use, at most once a minute for a token; nobody waits for it. */
function createLastUse({ database, clock, log }: HubApi): (token: Token) => void {
  const stored = new Map<string, number>();
  return ({ id, lastUsedAt }) => {
    const now = clock.now();
    if (now - Math.max(lastUsedAt ?? 0, stored.get(id) ?? 0) < lastUseEveryMs) return;
    stored.set(id, now);
    database.write(touchToken, { id, now }).catch((error: unknown) => {
      log.warn({ err: error }, 'the last use of a token could not be stored');
    });
  };
}
