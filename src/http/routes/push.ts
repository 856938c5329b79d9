import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import type { Actor } from '../../store/audit.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { nameParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const wish = z.strictObject({
  endpoint: z.string().min(1).max(2_000).describe('As in the `PushSubscription` of the browser'),
  expirationTime: z.number().nullable().optional().describe('Not used: a subscription that has ended says so itself'),
  keys: z.strictObject({ p256dh: z.string().min(1).max(100), auth: z.string().min(1).max(40) }),
  name: z.string().trim().min(1).max(100).describe('Which browser it is, for people'),
});
const destination = z.strictObject({
  id: z.string(),
  kind: z.literal('web-push'),
  owner: z.string(),
  name: z.string(),
});
const saved = z.strictObject({ destination });

/** Browsers that their person has notified: each is a destination of theirs. */
export function pushRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/push/key',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'The key that browsers subscribe by',
        description: 'As `applicationServerKey` of `pushManager.subscribe`, base64url.',
        tags: ['adapters'],
        response: { 200: z.strictObject({ publicKey: z.string() }), ...problems },
      },
    },
    async () => ({ publicKey: hub.pushKey }),
  );

  server.post(
    '/push/subscriptions',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Have a browser notified',
        description:
          'Makes it a destination of whoever asks, at most ten for a person. The same endpoint again brings that one up to date, and takes it from anybody else.',
        tags: ['adapters'],
        body: wish,
        response: { 200: saved.describe('It was there already'), 201: saved, ...problems },
      },
    },
    async (request, reply) => {
      const by = personOf(request);
      const { endpoint, keys, name } = request.body;
      const settings = { endpoint, ...keys, name };
      const { id, isNew } = await hub.savePush(by, settings);
      const made = { id, kind: 'web-push' as const, owner: by.personId, name };
      return reply.code(isNew ? 201 : 200).send({ destination: made });
    },
  );

  server.delete(
    '/push/subscriptions/:id',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Have a browser notified no more',
        tags: ['adapters'],
        params: nameParams,
        response: { 204: z.null().describe('It is removed'), ...problems },
      },
    },
    async (request, reply) => {
      await hub.removePush(personOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}

function personOf(request: FastifyRequest): { personId: string; actor: Actor } {
  const { person, actor } = accessOf(request);
  if (person === undefined)
    throw new KeypigeonError('forbidden', 'Expected a person who signed in, or a token of theirs.');
  return { personId: person.id, actor };
}
