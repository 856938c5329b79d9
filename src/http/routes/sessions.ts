import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { recordAudit } from '../../store/audit.ts';
import {
  browsersOf,
  deleteSession,
  revokeBrowser,
  revokeOtherSessions,
  revokeSession,
  type SessionRow,
  sessionsOf,
} from '../../store/sessions.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { setCookie, siteOfRequest } from '../browser.ts';
import { isoTime, toIso, uuidParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const place = {
  id: z.string(),
  browser: z.string().describe('What it calls itself'),
  createdAt: isoTime,
  seenAt: isoTime,
  endsAt: isoTime,
};
const session = z.strictObject({ ...place, address: z.string(), how: z.string(), current: z.boolean() });
const browser = z.strictObject(place);
const done = { 204: z.null().describe('It has ended'), ...problems };
const own = { scope: 'self' } as const;

/** Where the person who asks is signed in, and which browsers they trust. */
export function sessionRoutes(server: ApiServer, hub: HubApi): void {
  const tell = (request: FastifyRequest, action: string, subject: string | null) =>
    hub.database.write(recordAudit, { actor: accessOf(request).actor, action, subject, now: hub.clock.now() });

  server.get(
    '/account/sessions',
    {
      config: own,
      schema: {
        summary: 'Where I am signed in',
        tags: ['account'],
        response: { 200: z.strictObject({ sessions: z.array(session) }), ...problems },
      },
    },
    async (request) => {
      const mine = sessionOf(request);
      const rows = await sessionsOf(hub.database, mine.person_id);
      const sessions = rows.map((row) => ({
        ...toPlace(row),
        address: row.address,
        how: row.how,
        current: row.hash === mine.hash,
      }));
      return { sessions };
    },
  );

  server.delete(
    '/account/sessions',
    { config: own, schema: { summary: 'Sign out everywhere else', tags: ['account'], response: done } },
    async (request, reply) => {
      const { person_id: personId, hash } = sessionOf(request);
      await hub.database.write(revokeOtherSessions, { personId, keep: hash });
      await tell(request, 'sessions.revoked', null);
      return reply.code(204).send(null);
    },
  );

  server.delete(
    '/account/sessions/:id',
    { config: own, schema: { summary: 'Sign out somewhere', tags: ['account'], params: uuidParams, response: done } },
    async (request, reply) => {
      const { id } = request.params;
      const revoked = await hub.database.write(revokeSession, { id, personId: sessionOf(request).person_id });
      if (!revoked) throw new KeypigeonError('not-found', 'There is no session with this id.');
      await tell(request, 'session.revoked', id);
      return reply.code(204).send(null);
    },
  );

  server.get(
    '/account/browsers',
    {
      config: own,
      schema: {
        summary: 'Which browsers I trust',
        tags: ['account'],
        response: { 200: z.strictObject({ browsers: z.array(browser) }), ...problems },
      },
    },
    async (request) => ({ browsers: (await browsersOf(hub.database, sessionOf(request).person_id)).map(toPlace) }),
  );

  server.delete(
    '/account/browsers/:id',
    {
      config: own,
      schema: { summary: 'Trust a browser no more', tags: ['account'], params: uuidParams, response: done },
    },
    async (request, reply) => {
      const { id } = request.params;
      const revoked = await hub.database.write(revokeBrowser, { id, personId: sessionOf(request).person_id });
      if (!revoked) throw new KeypigeonError('not-found', 'There is no trusted browser with this id.');
      await tell(request, 'browser.revoked', id);
      return reply.code(204).send(null);
    },
  );

  server.post(
    '/sign-out',
    {
      config: { scope: 'self', duringSetup: true },
      schema: { summary: 'Sign out here', tags: ['sign-in'], response: done },
    },
    async (request, reply) => {
      await hub.database.write(deleteSession, { hash: sessionOf(request).hash });
      await tell(request, 'sign-out', null);
      setCookie(reply, { which: 'session', site: siteOfRequest(hub, request), value: '', maxAgeMs: 0 });
      return reply.code(204).send(null);
    },
  );
}

function toPlace(row: { id: string; browser: string; created_at: number; seen_at: number; ends_at: number }) {
  const { id, browser } = row;
  return { id, browser, createdAt: toIso(row.created_at), seenAt: toIso(row.seen_at), endsAt: toIso(row.ends_at) };
}

function sessionOf(request: FastifyRequest): SessionRow {
  const { session } = accessOf(request);
  if (session === undefined) throw new KeypigeonError('internal', 'a route for people was reached without a session');
  return session;
}
