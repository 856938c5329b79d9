import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { followTrail, newestOfTrail } from '../../store/verification-trail.ts';
import { appEvent } from '../../verification/webhooks/app-event.ts';
import type { HubApi } from '../api.ts';
import { type AppAuthenticate, appOf } from '../app-access.ts';
import { EventTail } from '../event-tail.ts';
import { OpenStreams } from '../open-streams.ts';
import { uuidParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import { noVerification } from '../verification-refusals.ts';
import type { ApiServer } from './api.ts';

const query = z.strictObject({
  after: z.string().max(40).optional().describe('Resume behind this event id, where the header cannot be set'),
});
const events = { 200: { content: { 'text/event-stream': { schema: z.string() } } }, ...problems };
const description = `Server-sent events \`verification.created\`, \`.resent\`, \`.fall-back\`, \`.sent\`, \`.delivered\`, \`.undelivered\`, \`.failed\`,
\`.wrong-code\`, \`.approved\`, \`.canceled\` and \`.expired\` with \`verificationId\`, \`status\`, \`detail\` and \`at\`. A reader that comes back with \`Last-Event-ID\` or
\`after\` misses nothing; with an id of another store it gets \`reset\`: read the list again.`;

type Wish = FastifyRequest<{ Querystring: z.output<typeof query> }>;

/** Apps follow how their verifications are. */
export function verificationEventRoutes(server: ApiServer, hub: HubApi, authenticateApp: AppAuthenticate): void {
  const open = new OpenStreams();
  server.addHook('preClose', async () => open.close());

  server.get(
    '/verifications/events',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'Follow the verifications of the app',
        description,
        tags: ['verifications'],
        querystring: query,
        response: events,
      },
    },
    async (request, reply) => {
      await follow(request, reply, null);
      return reply;
    },
  );

  server.get(
    '/verifications/:id/events',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'Follow one verification',
        description: 'As `/verifications/events`, of this one only.',
        tags: ['verifications'],
        params: uuidParams,
        querystring: query,
        response: events,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if ((await hub.verifying.find(appOf(request), null, { id })) === undefined) throw noVerification();
      await follow(request, reply, id);
      return reply;
    },
  );

  async function follow(request: Wish, reply: FastifyReply, only: string | null): Promise<void> {
    open.makeRoom();
    const { database } = hub;
    const app = appOf(request);
    const lastId = request.headers['last-event-id'];
    const after = (typeof lastId === 'string' && lastId !== '' ? lastId : undefined) ?? request.query.after ?? null;
    const position = after ?? (await newestOfTrail(database));
    reply.hijack();
    const tail = new EventTail(hub, reply.raw, {
      after,
      // A key that was revoked ends its streams.
      stillGranted: () => isStillKnown(authenticateApp, request),
      newest: () => newestOfTrail(database),
      read: (from, limit) => followTrail(database, app.id, from, limit),
      format(event) {
        if (only !== null && event.data.verificationId !== only) return '';
        const { type, timestamp, data } = appEvent(event);
        return `id: ${event.id}\nevent: ${type}\ndata: ${JSON.stringify({ ...data, at: timestamp })}\n\n`;
      },
    });
    open.add(tail, reply.raw);
    tail.begin(position);
  }
}

async function isStillKnown(authenticateApp: AppAuthenticate, request: FastifyRequest): Promise<boolean> {
  return authenticateApp(request).then(
    () => true,
    (error: { code?: string }) => error.code !== 'unauthorized',
  );
}
