import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { waitMinutes } from '../../domain/wait.ts';
import { getWait, listWaits } from '../../store/waits.ts';
import { accessOf, viewerOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { uuidParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import { toWaitJson, waitSchema } from '../schemas/wait.ts';
import type { ApiServer } from './api.ts';

const { least, most, usual } = waitMinutes;

const wish = z.strictObject({
  service: z.string().trim().min(1).max(100).optional().describe('Name or domain of the service; default is any'),
  line: z.string().min(1).max(63).optional().describe('Id of the line; default is any'),
  minutes: z.number().int().min(least).max(most).default(usual).describe(`For how long, ${least} to ${most}`),
});

const description = `The next text with a code of this service goes to whoever waits first among those who see it anyway (their
line, or a route sends it to a destination of theirs); destinations of others get a notice. An administrator's token or
the local socket waits without taking it from anybody. 409 where 10 waits of one person are open.`;

export function waitRoutes(server: ApiServer, hub: HubApi): void {
  server.post(
    '/waits',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Wait for a code',
        description,
        tags: ['waiting'],
        body: wish,
        response: { 201: waitSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { viewer, actor } = accessOf(request);
      const { service = null, line = null, minutes } = request.body;
      const wait = await hub.beginWait(viewer, { service, line, minutes }, actor);
      return reply.code(201).send(toWaitJson(wait, hub.clock.now()));
    },
  );

  server.get(
    '/waits',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List waits',
        description: "One's own, the newest 50 first. Those to which nothing came are kept for a day.",
        tags: ['waiting'],
        response: { 200: z.strictObject({ waits: z.array(waitSchema) }), ...problems },
      },
    },
    async (request) => {
      const waits = await listWaits(hub.database, viewerOf(request));
      return { waits: waits.map((wait) => toWaitJson(wait, hub.clock.now())) };
    },
  );

  server.get(
    '/waits/:id',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Read one wait',
        tags: ['waiting'],
        params: uuidParams,
        response: { 200: waitSchema, ...problems },
      },
    },
    async (request) => {
      const wait = await getWait(hub.database, viewerOf(request), request.params.id);
      if (wait === undefined) throw new KeypigeonError('not-found', 'There is no wait with this id.');
      return toWaitJson(wait, hub.clock.now());
    },
  );

  server.delete(
    '/waits/:id',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'End a wait',
        description: 'One that is over stays as it is.',
        tags: ['waiting'],
        params: uuidParams,
        response: { 204: z.null().describe('It is over'), ...problems },
      },
    },
    async (request, reply) => {
      await hub.endWait(viewerOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}
