import type { FastifyRequest } from 'fastify';
import { type App, findApp, touchApp } from '../../store/apps.ts';
import { hashToken } from '../../store/tokens.ts';
import { sameSecret } from '../../support/same-secret.ts';
import { createShortCache } from '../../support/short-cache.ts';
import type { HubApi } from '../api.ts';
import { type Bucket, createBucket, type Rate } from '../rate-limit.ts';
import { TwilioError } from './errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls the Twilio-compatible paths; null before it is known. */
    app: App | null;
  }
}

export interface TwilioRates {
  /** For each app. */
  calls: Rate;
  /** Refused sign-ins, all callers together. They never use up an app's own rate. */
  refused: Rate;
}

/** Far above what a line can send, far below what would keep the hub from its own work. */
const usualRates: TwilioRates = {
  calls: { perSecond: 50, burst: 200 },
  refused: { perSecond: 10, burst: 50 },
};
/** Codes are counted by limits of their own: this only keeps a program that runs wild from using up the hub. */
export const verifyRates: TwilioRates = {
  calls: { perSecond: 10_000, burst: 20_000 },
  refused: usualRates.refused,
};

/** On PostgreSQL an app that is revoked elsewhere is known so much longer; on SQLite looking it up costs less than remembering it. */
const rememberedMs = { sqlite: 0, postgres: 1_000 } as const;

const lastUseEveryMs = 60_000;
const sidShape = /^AC[0-9a-f]{32}$/;
/** Compared where there is no such app: the same work, and no token has this hash. */
const nobodysHash = 'no app has this hash';

export type AppAuthenticate = (request: FastifyRequest) => Promise<App>;

/**
 * Which app is behind a request, by HTTP Basic (RFC 7617) with its account SID and token. A missing, an unknown, a
 * revoked and a wrong one get the same answer. Throws TwilioError 20003 or 20429.
 */
export function createAppAuthenticate(hub: HubApi, rates: TwilioRates = usualRates): AppAuthenticate {
  const refused = createBucket(hub.clock, rates.refused);
  const calls = new Map<string, Bucket>();
  const remember = createLastUse(hub);
  const apps = createShortCache<Awaited<ReturnType<typeof findApp>>>(hub.clock, rememberedMs[hub.database.dialect]);
  return async (request) => {
    const { sid, token } = readBasic(request.headers.authorization);
    const app = sidShape.test(sid) ? await apps.get(sid, () => findApp(hub.database, sid)) : undefined;
    const fits = sameSecret(hashToken(token), app?.tokenHash ?? nobodysHash);
    if (app === undefined || !fits) throw refused.take() ? new TwilioError('20003') : tooMany(refused);
    const bucket = calls.get(app.id) ?? createBucket(hub.clock, rates.calls);
    calls.set(app.id, bucket);
    if (!bucket.take()) throw tooMany(bucket);
    remember(app);
    return app;
  };
}

/** Who calls. A route that was reached without a check is a fault of ours, and answers nothing. */
export function appOf(request: Pick<FastifyRequest, 'app'>): App {
  if (request.app === null) throw new TwilioError('20500');
  return request.app;
}

function readBasic(header = ''): { sid: string; token: string } {
  const encoded = /^Basic +([A-Za-z0-9+/_-]{1,512}={0,2}) *$/i.exec(header)?.[1] ?? '';
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon === -1 ? { sid: '', token: '' } : { sid: decoded.slice(0, colon), token: decoded.slice(colon + 1) };
}

function tooMany(bucket: Bucket): TwilioError {
  return new TwilioError('20429', undefined, { retryAfterSeconds: bucket.waitSeconds() });
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
