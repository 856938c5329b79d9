import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Browser } from '../access/parts.ts';
import { lifetimeMs } from '../access/sessions.ts';
import { type Site, siteOf } from '../access/site.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { isPrivateAddress } from '../support/private-address.ts';
import type { HubApi } from './api.ts';
import { addressOf, isEncrypted } from './caller.ts';

/** RFC 6265bis §4.1.3.2: `__Host-` is taken by browsers over HTTPS only, for this host and no other. */
const names = {
  session: { secure: '__Host-keypigeon', plain: 'keypigeon' },
  trust: { secure: '__Host-keypigeon-browser', plain: 'keypigeon-browser' },
  page: { secure: '__Host-keypigeon-page', plain: 'keypigeon-page' },
} as const;
export type CookieName = keyof typeof names;

/** A hosted page is come to from the site of its app; its cookie says nothing of who somebody is. */
const sameSite: Record<CookieName, 'Strict' | 'Lax'> = { session: 'Strict', trust: 'Strict', page: 'Lax' };

const secretShape = /^[A-Za-z0-9_-]{43}$/;

/** Which site the request was made from. Throws KeypigeonError `cross-site`. */
export function siteOfRequest(hub: Pick<HubApi, 'configuration'>, request: FastifyRequest): Site {
  const { host = '', origin } = request.headers;
  const encrypted = isEncrypted(hub, request);
  const site = siteOf({ host, origin, publicUrl: hub.configuration().publicUrl, encrypted });
  if (site === null) throw crossSite();
  return site;
}

/**
 * Refuses what another site made a browser send. Cookies are SameSite, but other ports and subdomains are the same site:
 * so what changes anything by a cookie must say that it comes from our own pages (`Origin`, or Fetch Metadata).
 */
export function refuseForeign(request: FastifyRequest, { byCookie }: { byCookie: boolean }): void {
  const from = request.headers['sec-fetch-site'];
  if (from !== undefined && from !== 'same-origin' && from !== 'none') throw crossSite();
  const changes = request.method !== 'GET' && request.method !== 'HEAD';
  if (changes && byCookie && request.headers.origin === undefined && from !== 'same-origin') throw crossSite();
}

/** The other end. Throws KeypigeonError `https-needed` where a password could be read on its way over the internet. */
export function browserOf(hub: Pick<HubApi, 'configuration'>, request: FastifyRequest, site: Site): Browser {
  const address = addressOf(hub, request);
  if (!site.secure && !isPrivateAddress(address))
    throw new KeypigeonError('https-needed', 'Expected HTTPS, or a browser in the private network of the hub.');
  return { address, name: request.headers['user-agent'] ?? 'unknown', secure: site.secure };
}

/** The cookie that counts at this site; `secure` tells under which name it came. */
export function readCookie(
  request: FastifyRequest,
  which: CookieName,
  site: Site,
): { value: string; secure: boolean } | undefined {
  const cookies = new Map(
    (request.headers.cookie ?? '').split(';').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
    }),
  );
  const { secure, plain } = names[which];
  // Over HTTPS a cookie without the prefix may have been planted by whoever holds the plain connection.
  for (const name of site.secure ? [secure] : [secure, plain]) {
    const value = cookies.get(name);
    if (value !== undefined && secretShape.test(value)) return { value, secure: name === secure };
  }
  return undefined;
}

export function setCookie(
  reply: FastifyReply,
  { which, site, value, maxAgeMs = lifetimeMs }: { which: CookieName; site: Site; value: string; maxAgeMs?: number },
): void {
  const name = site.secure ? names[which].secure : names[which].plain;
  const parts = [
    `${name}=${value}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${sameSite[which]}`,
    `Max-Age=${Math.floor(maxAgeMs / 1000)}`,
  ];
  const cookie = [...parts, ...(site.secure ? ['Secure'] : [])].join('; ');
  const before = [reply.getHeader('set-cookie') ?? []].flat().map(String);
  reply.removeHeader('set-cookie').header('set-cookie', [...before, cookie]);
}

function crossSite(): KeypigeonError {
  return new KeypigeonError('cross-site', 'Expected a request from a page of this hub; programs send a token instead.');
}
