import { z } from 'zod';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { isStillGranted } from '../authenticate.ts';
import { EventStreams } from '../event-streams.ts';
import { show } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import { createSeenCodes } from '../seen-codes.ts';
import type { ApiServer } from './api.ts';

const query = z.strictObject({
  after: z.string().max(40).optional().describe('Resume behind this event id, where the header cannot be set'),
  show,
});

const description = `Server-sent events. \`message\`, \`message.revised\` and \`sighting\` carry the message as it is now, \`delivery\`
its new state, \`text\` a text that one of the lines sends, \`wait\`
how a wait for a code is, \`call\` a live call that asks for a key, \`not-me\` a message of which somebody said "this wasn't me", or took that back, \`canary\` what became of a text of a line test, \`verification-alarm\` that an app's codes are blocked somewhere or wrong too often. A reader that comes back with \`Last-Event-ID\` (browsers do) or \`after\` misses nothing within 24 hours;
after a longer time, or with an id of another store, it gets \`reset\`: read the lists again.`;

export function eventRoutes(server: ApiServer, hub: HubApi): void {
  const streams = new EventStreams(hub);
  const noteSeen = createSeenCodes(hub);
  server.addHook('preClose', async () => streams.close());

  server.get(
    '/events',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Follow what happens',
        description,
        tags: ['events'],
        querystring: query,
        response: { 200: { content: { 'text/event-stream': { schema: z.string() } } }, ...problems },
      },
    },
    async (request, reply) => {
      const access = accessOf(request);
      const lastId = request.headers['last-event-id'];
      const after = (typeof lastId === 'string' && lastId !== '' ? lastId : undefined) ?? request.query.after ?? null;
      const open = await streams.prepare(access.viewer, {
        after,
        show: request.query.show,
        stillGranted: () => isStillGranted(hub, access),
        onShown: (message) => noteSeen(access, [message]),
      });
      reply.hijack();
      open(reply.raw);
      return reply;
    },
  );
}
