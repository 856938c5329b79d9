import type { FastifyRequest } from 'fastify';
import { KeypigeonError } from '../domain/errors.ts';
import { findAppBySecret, findAppOfKey, type KnownApp } from '../store/app-keys.ts';
import { type App, findApp, touchApp } from '../store/apps.ts';
import { hashToken } from '../store/tokens.ts';
import { sameSecret } from '../support/same-secret.ts';
import { createShortCache } from '../support/short-cache.ts';
import type { HubApi } from './api.ts';
import { type Bucket, createBucket, type Rate } from './rate-limit.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Which app calls; null before it is known, and for calls of people. */
    app: App | null;
  }
}

export interface AppRates {
  /** For each app. */
  calls: Rate;
  /** Refused sign-ins, all callers together. They never use up an app's own rate. */
  refused: Rate;
}

/** Codes are counted by limits of their own: this only keeps a program that runs wild from using up the hub. */
export const verifyRates: AppRates = {
  calls: { perSecond: 10_000, burst: 20_000 },
  refused: { perSecond: 10, burst: 50 },
};

/** Who calls; else why it is not known, and for `too-many` in how many seconds to come again. */
export type Caller = { app: App } | { refused: 'unknown' } | { refused: 'too-many'; waitSeconds: number };
export type FindCaller = (request: FastifyRequest) => Promise<Caller>;
export type AppAuthenticate = (request: FastifyRequest) => Promise<App>;

/** An app that is revoked by another node is known so much longer. */
const rememberedMs = 1_000;

const lastUseEveryMs = 60_000;
const accountShape = /^AC[0-9a-f]{32}$/;
const keyShape = /^SK[0-9a-f]{32}$/;
/** Compared where there is no such app: the same work, and no token has this hash. */
const nobodysHash = 'no app has this hash';

/**
 * Which app is behind a request: by HTTP Basic (RFC 7617) with its account SID and token, or a key's SID and secret; with
 * `bearer` also by a bearer token (RFC 6750 §2.1), which is the token or the secret alone. A missing, an unknown, a revoked
 * and a wrong one are told the same.
 */
export function createFindCaller(hub: HubApi, rates: AppRates, { bearer }: { bearer: boolean }): FindCaller {
  const refused = createBucket(hub.clock, rates.refused);
  const calls = new Map<string, Bucket>();
  const remember = createLastUse(hub);
  const apps = createShortCache<KnownApp | undefined>(hub.clock, rememberedMs, hub.database.version);
  const appOf = async (header: string): Promise<KnownApp | undefined> => {
    const { name, secret } = (bearer && readBearer(header)) || readBasic(header);
    const hash = hashToken(secret);
    const app = await loaderOf(hub, name, hash)?.();
    return sameSecret(hash, app?.secretHash ?? nobodysHash) ? app : undefined;
  };
  return async ({ headers: { authorization = '' } }) => {
    // By its hash: what is remembered is no secret, and being found tells nothing about another one.
    const app = await apps.get(hashToken(authorization), () => appOf(authorization));
    if (app === undefined) return refused.take() ? { refused: 'unknown' } : tooMany(refused);
    const bucket = calls.get(app.id) ?? createBucket(hub.clock, rates.calls);
    calls.set(app.id, bucket);
    if (!bucket.take()) return tooMany(bucket);
    remember(app);
    return { app };
  };
}

/** For our own paths. Throws KeypigeonError `unauthorized` or `rate-limited`. */
export function createAppAuthenticate(hub: HubApi, rates: AppRates = verifyRates): AppAuthenticate {
  const find = createFindCaller(hub, rates, { bearer: true });
  return async (request) => {
    const caller = await find(request);
    if ('app' in caller) return caller.app;
    if (caller.refused === 'unknown')
      throw new KeypigeonError(
        'unauthorized',
        'Expected the credentials of an app of this hub: HTTP Basic, or Authorization: Bearer with its token.',
      );
    const retryAfterSeconds = caller.waitSeconds;
    throw new KeypigeonError('rate-limited', 'Too many calls; wait as long as Retry-After says.', {
      retryAfterSeconds,
    });
  };
}

/** Which app calls. A route that was reached without a check is a fault of ours, and answers nothing. */
export function appOf({ app }: Pick<FastifyRequest, 'app'>): App {
  if (app === null) throw new KeypigeonError('internal', 'a route was reached without a check of its app');
  return app;
}

/** How the app of a name, or without one of a secret, is found; undefined: nothing of ours looks like this. */
function loaderOf(
  { database }: HubApi,
  name: string | null,
  hash: string,
): (() => Promise<KnownApp | undefined>) | undefined {
  if (name === null) return () => findAppBySecret(database, hash);
  if (keyShape.test(name)) return () => findAppOfKey(database, name);
  if (!accountShape.test(name)) return undefined;
  return async () => {
    const app = await findApp(database, name);
    return app === undefined ? undefined : { ...app, secretHash: app.tokenHash };
  };
}

/** `name` null: a secret by itself. */
interface Presented {
  name: string | null;
  secret: string;
}

function readBearer(header: string): Presented | undefined {
  const secret = /^Bearer +([0-9a-f]{32}) *$/i.exec(header)?.[1];
  return secret === undefined ? undefined : { name: null, secret };
}

function readBasic(header: string): Presented {
  const encoded = /^Basic +([A-Za-z0-9+/_-]{1,512}={0,2}) *$/i.exec(header)?.[1] ?? '';
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon === -1 ? { name: '', secret: '' } : { name: decoded.slice(0, colon), secret: decoded.slice(colon + 1) };
}

function tooMany(bucket: Bucket): Caller {
  return { refused: 'too-many', waitSeconds: bucket.waitSeconds() };
}

/** Stores the last use, at most once a minute for an app; nobody waits for it. */
function createLastUse({ database, clock, log }: HubApi): (app: App) => void {
  const stored = new Map<string, number>();
  return ({ id, lastUsedAt }) => {
    const now = clock.now();
    if (now - Math.max(lastUsedAt ?? 0, stored.get(id) ?? 0) < lastUseEveryMs) return;
    stored.set(id, now);
    database.write(touchApp, { id, now }).catch((error: unknown) => {
      log.warn({ err: error }, 'the last use of an app could not be stored');
    });
  };
}
