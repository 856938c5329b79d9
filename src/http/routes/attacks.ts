import { z } from 'zod';
import { listAttacks } from '../../store/attacks.ts';
import { accessOf, viewerOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { isoTime, toIso, uuidParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const advice = z.strictObject({ advice: z.array(z.string()).describe('What to do, one sentence each') });

const attack = z
  .strictObject({
    messageId: z.string().describe('The message of which it was said'),
    line: z.string(),
    service: z.string().nullable(),
    by: z.strictObject({ person: z.string(), name: z.string() }).nullable().describe('null: the administrator'),
    since: isoTime,
    until: isoTime.describe('Messages of this service on this line that come until then are `underAttack`'),
  })
  .meta({ id: 'Attack' });

const description = `Somebody else asked for this code. Marks the account (service and line) as under attack for 24 hours, and
raises the event \`not-me\` on the line, which routes with \`when: { event: not-me }\` send on: once for each message.
409 for a text that is about no account.`;

export function attackRoutes(server: ApiServer, hub: HubApi): void {
  server.post(
    '/messages/:id/not-me',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Say "this wasn\'t me"',
        description,
        tags: ['messages'],
        params: uuidParams,
        response: { 200: advice, ...problems },
      },
    },
    async (request) => {
      const { viewer, actor } = accessOf(request);
      return { advice: [...(await hub.sayNotMe(viewer, request.params.id, actor))] };
    },
  );

  server.delete(
    '/messages/:id/not-me',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Take "this wasn\'t me" back',
        description: 'For who said it, whose line it is, and administrators. The event stays.',
        tags: ['messages'],
        params: uuidParams,
        response: { 204: z.null().describe('It is taken back'), ...problems },
      },
    },
    async (request, reply) => {
      const { viewer, actor } = accessOf(request);
      await hub.takeBackNotMe(viewer, request.params.id, actor);
      return reply.code(204).send(null);
    },
  );

  server.get(
    '/attacks',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List accounts that are under attack',
        description: "On one's own lines, and those of which one said so oneself; the newest first.",
        tags: ['messages'],
        response: { 200: z.strictObject({ attacks: z.array(attack) }), ...problems },
      },
    },
    async (request) => {
      const attacks = await listAttacks(hub.database, viewerOf(request), hub.clock.now());
      return {
        attacks: attacks.map(({ messageId, lineId, service, by, markedAt, endsAt }) => ({
          ...{ messageId, line: lineId, service, by },
          since: toIso(markedAt),
          until: toIso(endsAt),
        })),
      };
    },
  );
}
