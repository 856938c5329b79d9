import { z } from 'zod';
import { dueCodes } from '../../store/board.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { type Access, isStillGranted } from '../authenticate.ts';
import { BoardStreams } from '../board-streams.ts';
import { boardSchema, toBoardJson } from '../schemas/board.ts';
import { problems } from '../schemas/problem.ts';
import { createSeenCodes } from '../seen-codes.ts';
import type { ApiServer } from './api.ts';

const description = `Server-sent events: \`board\` with what \`GET /api/v1/board\` answers, at once and whenever it has
changed, also when a code runs out. Ends when the token is revoked.`;

export function boardRoutes(server: ApiServer, hub: HubApi): void {
  const streams = new BoardStreams(hub);
  const noteSeen = createSeenCodes(hub);
  server.addHook('preClose', async () => streams.close());

  const read = async (access: Access) => {
    const codes = await dueCodes(hub.database, hub.keyring, access.viewer, hub.clock.now());
    await noteSeen(
      access,
      codes.map(({ message }) => message),
    );
    return codes;
  };

  server.get(
    '/board',
    {
      config: { scope: 'board' },
      schema: {
        summary: 'The codes that are due now',
        description: 'What a screen on the wall shows: codes of which the person of the token sees the digits.',
        tags: ['board'],
        response: { 200: boardSchema, ...problems },
      },
    },
    async (request) => toBoardJson(await read(accessOf(request)), hub.clock.now()),
  );

  server.get(
    '/board/events',
    {
      config: { scope: 'board' },
      schema: {
        summary: 'Follow the codes that are due',
        description,
        tags: ['board'],
        response: { 200: { content: { 'text/event-stream': { schema: z.string() } } }, ...problems },
      },
    },
    async (request, reply) => {
      const access = accessOf(request);
      const open = await streams.prepare({
        read: () => read(access),
        stillGranted: () => isStillGranted(hub, access),
      });
      reply.hijack();
      open(reply.raw);
      return reply;
    },
  );
}
