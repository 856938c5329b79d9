import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AuthenticationResponseJSON } from '../../access/passkeys.ts';
import { beginSession } from '../../access/sessions.ts';
import { lookAtSetupLink, takeLink } from '../../access/setup.ts';
import { type SignedIn, signInByPasskey, signInByPassword } from '../../access/sign-in.ts';
import { rotateTrust, trustBrowser, trustMs } from '../../access/trusted-browsers.ts';
import type { HubApi } from '../api.ts';
import { browserOf, readCookie, refuseForeign, setCookie, siteOfRequest } from '../browser.ts';
import { isoTime, toIso } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

/** Loaded by the first who uses a passkey. */
export const passkeyCeremonies = () => import('../../access/passkeys.ts');

const personId = z.string().trim().toLowerCase().min(1).max(63);
const secret = z.string().min(1).max(64);
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected what stands behind # in the set-up link');
const brief = z.strictObject({ id: z.string(), name: z.string() });
const signedIn = z.strictObject({ person: z.string().describe('Id of the person') });

/** What the WebAuthn standard defines; the browser makes it and takes it as it is. */
export const passkeyJson = z.looseObject({
  id: z.string().min(1).max(2_000),
  response: z.looseObject({ clientDataJSON: z.string().max(10_000) }),
});
export const passkeyOptions = z.looseObject({ challenge: z.string() });

const passwordTry = z.strictObject({
  person: personId.describe('Id of the person'),
  password: z.string().min(1).max(256),
  code: secret.optional().describe('Of the authenticator app'),
  recoveryCode: secret.optional().describe('In place of `code`; good once'),
  trustBrowser: z.boolean().default(false).describe('Ask this browser for no second factor for 30 days'),
});

/** Signing in, for those who have not: what is needed stands in the body, and the answer carries the cookie. */
export function signInRoutes(server: ApiServer, hub: HubApi): void {
  const from = (request: FastifyRequest) => {
    refuseForeign(request, { byCookie: false });
    const site = siteOfRequest(hub, request);
    return { site, browser: browserOf(hub, request, site) };
  };

  /** A session under a new id, whatever cookie the browser came with. */
  const open = async (request: FastifyRequest, reply: FastifyReply, { person, how }: SignedIn) => {
    const { site, browser } = from(request);
    const replaces = readCookie(request, 'session', site)?.value ?? null;
    const session = await beginSession(hub, { personId: person.id, browser, how, replaces });
    setCookie(reply, { which: 'session', site, value: session.secret });
    return { person: person.id };
  };

  server.get(
    '/sign-in',
    {
      config: { scope: 'open' },
      schema: {
        summary: 'How one can sign in at this address',
        description: 'Passkeys need a host name and HTTPS, or localhost.',
        tags: ['sign-in'],
        response: {
          200: z.strictObject({
            https: z.boolean(),
            passkeys: z.boolean(),
            why: z.string().nullable().describe('Why there are no passkeys here, and what to do'),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { secure, rpId, whyNoPasskeys } = siteOfRequest(hub, request);
      return { https: secure, passkeys: rpId !== null, why: whyNoPasskeys };
    },
  );

  server.post(
    '/sign-in/password',
    {
      config: { scope: 'open' },
      schema: {
        summary: 'Sign in by password',
        description:
          'Answers `second-factor-needed` where the password is right and `code` or `recoveryCode` is missing.',
        tags: ['sign-in'],
        body: passwordTry,
        response: { 200: signedIn, ...problems },
      },
    },
    async (request, reply) => {
      const { site, browser } = from(request);
      const { trustBrowser: wantsTrust, ...given } = request.body;
      const trust = readCookie(request, 'trust', site)?.value;
      const done = await signInByPassword(hub, { ...given, browser, trust });
      const rotated = trust === undefined ? undefined : await rotateTrust(hub, done.person.id, trust);
      if (rotated !== undefined) {
        const maxAgeMs = rotated.endsAt - hub.clock.now();
        setCookie(reply, { which: 'trust', site, value: rotated.secret, maxAgeMs });
      } else if (wantsTrust) {
        const value = await trustBrowser(hub, done.person.id, browser);
        setCookie(reply, { which: 'trust', site, value, maxAgeMs: trustMs });
      }
      return open(request, reply, done);
    },
  );

  server.post(
    '/sign-in/passkey/options',
    {
      config: { scope: 'open' },
      schema: {
        summary: 'Begin to sign in by passkey',
        description: 'For `navigator.credentials.get`.',
        tags: ['sign-in'],
        response: { 200: passkeyOptions, ...problems },
      },
    },
    async (request) => {
      const { offerSignIn } = await passkeyCeremonies();
      return { ...(await offerSignIn(hub, from(request).site)) };
    },
  );

  server.post(
    '/sign-in/passkey',
    {
      config: { scope: 'open' },
      schema: {
        summary: 'Sign in by passkey',
        tags: ['sign-in'],
        body: passkeyJson,
        response: { 200: signedIn, ...problems },
      },
    },
    async (request, reply) => {
      const { site, browser } = from(request);
      const response = request.body as unknown as AuthenticationResponseJSON;
      const { verifySignIn } = await passkeyCeremonies();
      return open(request, reply, await signInByPasskey(hub, browser, () => verifySignIn(hub, site, response)));
    },
  );

  server.post(
    '/setup/look',
    {
      config: { scope: 'open' },
      schema: {
        summary: 'Whom a set-up link is for',
        description: 'The link stays good.',
        tags: ['sign-in'],
        body: z.strictObject({ token }),
        response: {
          200: z.strictObject({
            person: brief.nullable().describe('null: the first owner, who says who they are'),
            people: z.array(brief).describe('Whom the configuration names; only for the first owner'),
            endsAt: isoTime,
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      from(request);
      const offer = await lookAtSetupLink(hub, request.body.token);
      return { ...offer, endsAt: toIso(offer.endsAt) };
    },
  );

  server.post(
    '/setup',
    {
      config: { scope: 'open' },
      schema: {
        summary: 'Take a set-up link',
        description: 'Once. The session may only set up how its person signs in, until `POST /account/complete`.',
        tags: ['sign-in'],
        body: z.strictObject({
          token,
          person: personId.optional().describe('The first owner: somebody who is there'),
          name: z.string().trim().min(1).max(100).optional().describe('The first owner: somebody new'),
        }),
        response: { 200: signedIn, ...problems },
      },
    },
    async (request, reply) => {
      const { site, browser } = from(request);
      const session = await takeLink(hub, { ...request.body, browser });
      // They are an owner from now on.
      if (request.body.person !== undefined || request.body.name !== undefined) await hub.applyConfiguration();
      setCookie(reply, { which: 'session', site, value: session.secret });
      return { person: session.row.person_id };
    },
  );
}
