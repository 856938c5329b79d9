import type { FastifyRequest } from 'fastify';
import { KeypigeonError } from '../domain/errors.ts';
import { administrator, type Viewer } from '../domain/viewer.ts';
import { findToken, hashToken, type Scope, type Token, touchToken } from '../store/tokens.ts';
import type { HubApi } from './api.ts';
import { isLocal } from './local.ts';

/** Who asks, and what they may. */
export interface Access {
  viewer: Viewer;
  scopes: readonly Scope[];
  /** undefined for requests over the local socket. */
  tokenHash: string | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    access: Access | null;
  }
  interface FastifyContextConfig {
    /** What a token must allow; `admin` where a route names none. */
    scope?: Scope;
  }
}

const lastUseEveryMs = 60_000;
/** `kp_` and 32 bytes in base64url; anything else is not looked up. */
const tokenShape = /^Bearer +(kp_[A-Za-z0-9_-]{43})$/i;

export type Authenticate = (request: FastifyRequest, scope: Scope) => Promise<Access>;

/**
 * Who is behind a request, by its bearer token (RFC 6750 §2.1) or its way over the local socket. An unknown, a revoked
 * and a broken token get the same answer. Throws KeypigeonError `unauthorized` or `forbidden`.
 */
export function createAuthenticate(hub: HubApi): Authenticate {
  const remember = createLastUse(hub);
  return async (request, scope) => {
    if (isLocal(request.raw)) return { viewer: administrator, scopes: ['admin'], tokenHash: undefined };
    const given = tokenShape.exec(request.headers.authorization ?? '')?.[1];
    const hash = given === undefined ? undefined : hashToken(given);
    const token = hash === undefined ? undefined : await findToken(hub.database, hash);
    if (token === undefined)
      throw new KeypigeonError('unauthorized', 'Expected the header Authorization: Bearer with a token of this hub.');
    remember(token);
    if (!token.scopes.includes(scope) && !token.scopes.includes('admin'))
      throw new KeypigeonError('forbidden', `Expected a token with the scope ${scope}.`);
    return { viewer: administrator, scopes: token.scopes, tokenHash: hash };
  };
}

/** Is the token of an access that was granted earlier still good? */
export async function isStillGranted(hub: HubApi, access: Access): Promise<boolean> {
  return access.tokenHash === undefined || (await findToken(hub.database, access.tokenHash)) !== undefined;
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
