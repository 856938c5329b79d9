import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { accessOf } from '../access.ts';
import type { Editor, HubApi } from '../api.ts';
import { toIso } from '../schemas/common.ts';
import {
  adapters,
  conditionHeaders,
  general,
  itemBody,
  itemParams,
  items,
  readCondition,
  rehearsal,
  saved,
} from '../schemas/configuration.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

/** Hundreds of routes with long expressions. */
const rehearsalLimitBytes = 1024 * 1024;
const admin = { scope: 'admin' } as const;
const tags = ['configuration'];

export function configurationItemRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/adapters',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List the kinds of sources, destinations and providers with their settings',
        description: 'Forms are drawn from these schemas. Members get the kinds that they may add.',
        tags,
        response: { 200: adapters, ...problems },
      },
    },
    async (request) => {
      const all = hub.describeAdapters();
      if (editorOf(request).personId === null) return all;
      return {
        ...all,
        sources: [],
        providers: [],
        destinations: all.destinations.filter(({ personal }) => personal === true),
      };
    },
  );

  server.get(
    '/configuration/items',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List what is configured',
        description: 'Members get their own lines and destinations. No secret is in it.',
        tags,
        response: { 200: items, ...problems },
      },
    },
    (request) => hub.configurationItems(editorOf(request)),
  );

  server.put(
    '/configuration/general',
    {
      config: admin,
      schema: {
        summary: 'Change what belongs to no line, source, destination, provider or route',
        description:
          '`publicUrl`, `defaultRegion`, `allowHosts`, `serveHosts`, `trustedProxies`, `canaries`: what is left out stays, null ends it. Where a file was applied, only `canaries` that it does not name.',
        tags,
        headers: conditionHeaders,
        body: itemBody,
        response: { 200: z.strictObject({ general, warnings: z.array(z.string()) }), ...problems },
      },
    },
    (request) => hub.saveGeneral(editorOf(request), { value: request.body, when: readCondition(request.headers) }),
  );

  for (const part of ['routes', 'providers'] as const)
    server.put(
      `/configuration/${part}`,
      {
        config: admin,
        schema: {
          summary: `Put the ${part} in another order`,
          description: 'All of them. Those that a file names come first, as they stand there.',
          tags,
          body: z.strictObject({ order: z.array(z.string().max(200)).max(10_000) }),
          response: { 204: z.null().describe('They are asked in this order'), ...problems },
        },
      },
      async (request, reply) => {
        await hub.orderItems(editorOf(request), part, request.body.order);
        return reply.code(204).send(null);
      },
    );

  server.post(
    '/configuration/routes/dry-run',
    {
      bodyLimit: rehearsalLimitBytes,
      config: admin,
      schema: {
        summary: 'Try out routes on past messages',
        description: 'Which of the newest 1,000 messages would go elsewhere; nothing is changed or sent.',
        tags,
        body: z.strictObject({ routes: z.array(itemBody).max(1000).describe('The whole list, as it would be') }),
        response: { 200: rehearsal, ...problems },
      },
    },
    async (request) => {
      const { changed, ...counts } = await hub.rehearseRoutes(accessOf(request).viewer, request.body.routes);
      return {
        ...counts,
        changed: changed.map(({ message: { id, receivedAt, sender, service, lineId: line }, was, would }) => ({
          message: { id, receivedAt: toIso(receivedAt), sender, service, line },
          was,
          would,
        })),
      };
    },
  );

  server.put(
    '/configuration/:part/:id',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Make or change a line, source, destination, provider or route',
        description:
          'Checked as a whole file would be, and in effect at once. Members change their own destinations, of the kinds that `GET /adapters` gives them. `422` with `problems` says what is wrong where.',
        tags,
        params: itemParams,
        headers: conditionHeaders,
        body: itemBody,
        response: { 200: saved, ...problems },
      },
    },
    async (request, reply) => {
      const { part, id } = request.params;
      const when = readCondition(request.headers);
      const answer = await hub.saveItem(changerOf(request), { part, id, value: request.body, when });
      return reply.header('etag', `"${answer.item.revision}"`).send(answer);
    },
  );

  server.delete(
    '/configuration/:part/:id',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Remove a line, source, destination, provider or route',
        description: 'Its history stays. What something else still names is not removed.',
        tags,
        params: itemParams,
        headers: conditionHeaders,
        response: { 204: z.null().describe('It is removed'), ...problems },
      },
    },
    async (request, reply) => {
      const { part, id } = request.params;
      await hub.removeItem(changerOf(request), { part, id, when: readCondition(request.headers) });
      return reply.code(204).send(null);
    },
  );
}

/**
 * Who changes a destination decides where codes go: a token that may not read them must not, so it takes both scopes.
 */
function changerOf(request: Pick<FastifyRequest, 'access'>): Editor {
  const { scopes } = accessOf(request);
  if (!scopes.includes('admin') && !scopes.includes('read'))
    throw new KeypigeonError('forbidden', 'Expected a token with the scopes read and send.');
  return editorOf(request);
}

/** Whoever may do everything looks at all of it; a member at what is theirs; a guest, or a token of nobody, at nothing. */
function editorOf(request: Pick<FastifyRequest, 'access'>): Editor {
  const { scopes, person, actor } = accessOf(request);
  if (scopes.includes('admin')) return { personId: null, actor };
  if (person === undefined || person.role === 'guest')
    throw new KeypigeonError('forbidden', 'Expected an owner, or a member for what is theirs.');
  return { personId: person.id, actor };
}
