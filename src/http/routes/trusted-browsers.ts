import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { longestTrustDays, usualTrustDays } from '../../domain/factor.ts';
import type { BrowserRow } from '../../store/factor-tables.ts';
import { browsersOf, revokeBrowser, revokeBrowsersOf } from '../../store/verify-browsers.ts';
import { type FactorParts, holderOf } from '../../verification/factors/parts.ts';
import { browserName, type Trusted, trust, useTrust } from '../../verification/factors/trust.ts';
import { appOf } from '../app-access.ts';
import type { FindFactorParts } from '../factor-parts.ts';
import { isoTime, toIso, uuid, uuidParams } from '../schemas/common.ts';
import { subject } from '../schemas/factor.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const scope = { scope: 'app' } as const;
const tags = ['trusted browsers'];
const browserSchema = z
  .strictObject({ id: uuid, name: z.string(), trustedAt: isoTime, seenAt: isoTime, expiresAt: isoTime })
  .meta({ id: 'TrustedBrowser' });
const token = z.string().describe('For a cookie that is Secure, HttpOnly and SameSite; it is good once');
const trusted = z.strictObject({ token, browser: browserSchema });
const answer = z.strictObject({
  trusted: z.boolean(),
  token: token.nullable().describe('Takes the place of the one that was checked; null: remove the cookie'),
  browser: browserSchema.nullable(),
});
const wanted = z.strictObject({
  subject,
  name: z.string().trim().max(200).default('').describe('For lists, as "Firefox on Linux"'),
  days: z
    .int()
    .min(1)
    .max(longestTrustDays)
    .default(usualTrustDays)
    .describe('From now on; being used does not prolong it'),
});

/** Browsers in which the people of apps need no second factor for a while. */
export function trustedBrowserRoutes(server: ApiServer, partsOf: FindFactorParts): void {
  server.post(
    '/trusted-browsers',
    {
      config: scope,
      schema: {
        summary: 'Trust the browser of a person',
        description: 'After they have shown a second factor, and asked for it.',
        tags,
        body: wanted,
        response: { 201: trusted, ...problems },
      },
    },
    async (request, reply) => {
      const parts = partsOf();
      const { subject, ...wish } = request.body;
      const made = await trust(parts, { appId: appOf(request).id, subject }, wish);
      return reply.code(201).send(toAnswer(parts, made));
    },
  );

  server.post(
    '/trusted-browsers/check',
    {
      config: scope,
      schema: {
        summary: 'Does a person trust the browser that has this token?',
        description:
          'Then the answer has the next token, and the old one is used up. One that was used up before is a copy: it ends the trust in this browser.',
        tags,
        body: z.strictObject({ subject, token: z.string().min(1).max(200) }),
        response: { 200: answer, ...problems },
      },
    },
    async (request) => {
      const parts = partsOf();
      const { subject, token } = request.body;
      const used = await useTrust(parts, { appId: appOf(request).id, subject }, token);
      return used === undefined
        ? { trusted: false, token: null, browser: null }
        : { trusted: true, ...toAnswer(parts, used) };
    },
  );

  server.post(
    '/trusted-browsers/find',
    {
      config: scope,
      schema: {
        summary: 'List the browsers that a person trusts',
        tags,
        body: z.strictObject({ subject }),
        response: { 200: z.strictObject({ browsers: z.array(browserSchema) }), ...problems },
      },
    },
    async (request) => {
      const parts = partsOf();
      const holder = holderOf(parts, { appId: appOf(request).id, ...request.body });
      return {
        browsers: (await browsersOf(parts.database, holder, parts.clock.now())).map((one) => toJson(parts, one)),
      };
    },
  );

  server.post(
    '/trusted-browsers/revoke',
    {
      config: scope,
      schema: {
        summary: 'End the trust in all browsers of a person',
        tags,
        body: z.strictObject({ subject }),
        response: { 200: z.strictObject({ revoked: z.number() }), ...problems },
      },
    },
    async (request) => {
      const parts = partsOf();
      const holder = holderOf(parts, { appId: appOf(request).id, ...request.body });
      return { revoked: await parts.database.write(revokeBrowsersOf, { holder, now: parts.clock.now() }) };
    },
  );

  server.delete(
    '/trusted-browsers/:id',
    {
      config: scope,
      schema: {
        summary: 'End the trust in a browser',
        tags,
        params: uuidParams,
        response: { 204: z.null().describe('It is done'), ...problems },
      },
    },
    async (request, reply) => {
      const { database, clock } = partsOf();
      const which = { appId: appOf(request).id, id: request.params.id, now: clock.now() };
      if (!(await database.write(revokeBrowser, which)))
        throw new KeypigeonError('not-found', 'There is no such browser of this app.');
      return reply.code(204).send(null);
    },
  );
}

function toAnswer(parts: FactorParts, { browser, token }: Trusted): z.output<typeof trusted> {
  return { token, browser: toJson(parts, browser) };
}

function toJson(parts: FactorParts, browser: BrowserRow): z.output<typeof browserSchema> {
  return {
    id: browser.id,
    name: browserName(parts, browser),
    trustedAt: toIso(browser.created_at),
    seenAt: toIso(browser.seen_at),
    expiresAt: toIso(browser.ends_at),
  };
}
