import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { noteCopied } from '../../store/audit.ts';
import { getMessage, listMessages } from '../../store/messages.ts';
import { accessOf, viewerOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { flag, nextCursor, pageQuery, show, uuidParams } from '../schemas/common.ts';
import { messageSchema, toMessageJson } from '../schemas/message.ts';
import { problems } from '../schemas/problem.ts';
import { createSeenCodes } from '../seen-codes.ts';
import type { ApiServer } from './api.ts';

const filter = z.strictObject({
  ...pageQuery,
  line: z.string().optional().describe('Only those that came to this line'),
  service: z.string().optional().describe('Only those of this service, as written in the messages'),
  hasCode: flag.optional().describe('Only those with a code, or only those without'),
  show,
});

const page = z.strictObject({
  messages: z.array(messageSchema).describe('Newest first'),
  next: z.string().nullable().describe('`before` of the next page; null: this is the last one'),
});

export function messageRoutes(server: ApiServer, hub: HubApi): void {
  const noteSeen = createSeenCodes(hub);

  server.get(
    '/messages',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List messages',
        tags: ['messages'],
        querystring: filter,
        response: { 200: page, ...problems },
      },
    },
    async (request) => {
      const { show, ...wanted } = request.query;
      const messages = await listMessages(hub.database, hub.keyring, viewerOf(request), wanted);
      if (show !== 'notice') await noteSeen(accessOf(request), messages);
      return {
        messages: messages.map((message) => toMessageJson(message, show)),
        next: nextCursor(messages, wanted.limit),
      };
    },
  );

  server.get(
    '/messages/:id',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Read one message',
        tags: ['messages'],
        params: uuidParams,
        querystring: z.strictObject({ show }),
        response: { 200: messageSchema, ...problems },
      },
    },
    async (request) => {
      const message = await getMessage(hub.database, hub.keyring, viewerOf(request), request.params.id);
      if (message === undefined) throw new KeypigeonError('not-found', 'There is no message with this id.');
      if (request.query.show !== 'notice') await noteSeen(accessOf(request), [message]);
      return toMessageJson(message, request.query.show);
    },
  );

  server.post(
    '/messages/:id/copied',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Say that I took the code',
        description: 'Whoever else sees the message hears of it by the event `message.copied`. For people; 403 else.',
        tags: ['messages'],
        params: uuidParams,
        response: { 204: z.null().describe('It is noted'), ...problems },
      },
    },
    async (request, reply) => {
      const { viewer, actor } = accessOf(request);
      const messageId = request.params.id;
      const message = await getMessage(hub.database, hub.keyring, viewer, messageId);
      const isShown = message !== undefined && message.view !== 'hidden' && message.view !== 'notice';
      if (!isShown) throw new KeypigeonError('not-found', 'There is no message with this id.');
      if (viewer.kind !== 'person') throw new KeypigeonError('forbidden', 'Expected a person, or a token of one.');
      const now = hub.clock.now();
      await hub.database.write(noteCopied, { messageId, personId: viewer.personId, actor, now });
      hub.changes.changed();
      return reply.code(204).send(null);
    },
  );
}
