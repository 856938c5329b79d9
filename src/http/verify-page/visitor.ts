import { createHmac, type KeyObject } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../../access/site.ts';
import { sameSecret } from '../../support/same-secret.ts';
import type { HubApi } from '../api.ts';
import { readCookie, setCookie } from '../browser.ts';

/** A page is good no longer than its code. */
const cookieMs = 86_400_000;
const secretBytes = 32;

/** Knows the browsers that pages were shown in, so that no other one can press their buttons. */
export interface Visitors {
  /** For the forms of this page in this browser; a browser that has no cookie yet gets one. */
  tokenFor(request: FastifyRequest, reply: FastifyReply, site: Site, id: string): string;
  /** Does a form come from the page as it was shown in this browser? */
  isFrom(request: FastifyRequest, site: Site, id: string, token: string): boolean;
}

export function createVisitors({ keyring, random }: Pick<HubApi, 'keyring' | 'random'>): Visitors {
  const key = keyring.derive('verification pages');
  return {
    tokenFor(request, reply, site, id) {
      const known = readCookie(request, 'page', site)?.value;
      const value = known ?? Buffer.from(random(secretBytes)).toString('base64url');
      if (known === undefined) setCookie(reply, { which: 'page', site, value, maxAgeMs: cookieMs });
      return tokenOf(key, value, id);
    },
    isFrom(request, site, id, token) {
      const known = readCookie(request, 'page', site)?.value;
      return known !== undefined && sameSecret(token, tokenOf(key, known, id));
    },
  };
}

function tokenOf(key: KeyObject, browser: string, id: string): string {
  return createHmac('sha256', key).update(`${browser}|${id}`).digest('base64url');
}
