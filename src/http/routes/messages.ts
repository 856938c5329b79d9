import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { noteCopied } from '../../store/audit.ts';
import { findMessages } from '../../store/find-messages.ts';
import type { MessageFilter } from '../../store/message-ranges.ts';
import { getMessage, readMessages } from '../../store/messages.ts';
import { accessOf, viewerOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { pageQuery, show, uuidParams } from '../schemas/common.ts';
import { messageSchema, toMessageJson } from '../schemas/message.ts';
import { messageFilter, toFilter } from '../schemas/message-filter.ts';
import { problems } from '../schemas/problem.ts';
import { createSeenCodes } from '../seen-codes.ts';
import type { ApiServer } from './api.ts';

const filter = z.strictObject({ ...pageQuery, ...messageFilter, show });

const page = z.strictObject({
  messages: z.array(messageSchema).describe('Newest first'),
  next: z
    .string()
    .nullable()
    .describe(
      '`before` of the next page; null: this is the last one. With fewer messages than `limit`: so far it was searched in one go',
    ),
});

export function messageRoutes(server: ApiServer, hub: HubApi): void {
  const noteSeen = createSeenCodes(hub);
  /** The newest are at hand; what must be searched for is, beside everything else. */
  const find = (viewer: Viewer, filter: MessageFilter, limit: number) =>
    Object.entries(filter).every(([name, value]) => name === 'before' || value === undefined)
      ? findMessages(hub.database, hub.keyring, viewer, { ...filter, limit })
      : hub.search.find(viewer, { ...filter, limit });

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
      const { show, limit, ...wanted } = request.query;
      const viewer = viewerOf(request);
      const { ids, next } = await find(viewer, toFilter(wanted), limit);
      const messages = await readMessages(hub.database, hub.keyring, viewer, ids);
      if (show !== 'notice') await noteSeen(accessOf(request), messages);
      return {
        messages: messages.map((message) => toMessageJson(message, show)),
        next,
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
