import { Readable } from 'node:stream';
import { z } from 'zod';
import { recordAudit } from '../../store/audit.ts';
import type { MessageFilter } from '../../store/message-ranges.ts';
import { readMetadata } from '../../store/messages.ts';
import { accessOf, viewerOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { type Access, isStillGranted } from '../authenticate.ts';
import { type ExportFormat, exportFormats, exportHead, exportLines } from '../message-export.ts';
import { messageFilter, toFilter } from '../schemas/message-filter.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const named = z.array(z.strictObject({ name: z.string(), count: z.number() })).describe('The 50 most frequent');
const facets = z
  .strictObject({
    lines: z.array(z.strictObject({ id: z.string(), count: z.number() })).describe('The 50 most frequent'),
    services: named,
    senders: named,
    kinds: named,
  })
  .meta({ id: 'Facets' });

/** Messages of one page of an export: some ms of work. */
const exportPage = 500;

export function messageSearchRoutes(server: ApiServer, hub: HubApi): void {
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
  });

  server.get(
    '/messages/facets',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'What messages can be filtered by',
        description: 'Counted over the newest 10,000 messages that you see something of.',
        tags: ['messages'],
        response: { 200: facets, ...problems },
      },
    },
    async (request) => {
      const { lines, ...rest } = await hub.search.facets(viewerOf(request));
      return { lines: lines.map(({ name, count }) => ({ id: name, count })), ...rest };
    },
  );

  server.get(
    '/messages/export',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Export what is known of messages',
        description: 'All that you see and that fits the filter, newest first, without texts and codes.',
        tags: ['messages'],
        querystring: z.strictObject({
          ...messageFilter,
          format: z.enum(['jsonl', 'csv']).default('jsonl').describe('JSON lines, or CSV with a line of names'),
        }),
        response: {
          200: {
            content: {
              'application/x-ndjson': { schema: z.string() },
              'text/csv': { schema: z.string() },
            },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const access = accessOf(request);
      const { format, ...filter } = request.query;
      const first = await nextPage(access, toFilter(filter));
      const now = hub.clock.now();
      await hub.database.write(recordAudit, { actor: access.actor, action: 'messages.exported', subject: format, now });
      reply.header('content-disposition', `attachment; filename="messages.${format}"`);
      return reply.type(exportFormats[format]).send(Readable.from(pages(access, filter, format, first)) as never);
    },
  );

  const nextPage = async ({ viewer }: Access, filter: MessageFilter) => {
    const { ids, next } = await hub.search.find(viewer, { ...filter, shown: true, limit: exportPage });
    return { messages: await readMetadata(hub.database, viewer, ids), next };
  };

  /** The stream asks for the next page when the reader has taken the one before. */
  async function* pages(
    access: Access,
    filter: MessageFilter,
    format: ExportFormat,
    first: Awaited<ReturnType<typeof nextPage>>,
  ) {
    yield exportHead(format);
    for (let page = first; ; page = await nextPage(access, { ...toFilter(filter), before: page.next })) {
      if (page.messages.length > 0) yield exportLines(format, page.messages);
      if (page.next === null) return;
      // Cut off, so that nobody takes a part for the whole.
      if (closing || !(await isStillGranted(hub, access))) throw new Error('the export was ended');
    }
  }
}
