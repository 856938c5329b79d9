import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { recordAudit } from '../../store/audit.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { changePrices, nameOf, payersOf, pricesJson } from '../price-table.ts';
import { givenList, givenPrice, priceListSchema, priceSchema } from '../schemas/money.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

/** What texts, calls and mails cost. */
export function priceRoutes(server: ApiServer, hub: HubApi): void {
  const changed = async (request: FastifyRequest, action: string, subject: string | null) => {
    await hub.prices.load();
    const { actor } = accessOf(request);
    await hub.database.write(recordAudit, { actor, action, subject, now: hub.clock.now() });
  };

  server.get(
    '/prices',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'The price table',
        description:
          'What is charged for a send by verification. The own price of a line or provider is taken before the general one; the longest beginning of the number before the country.',
        tags: ['costs'],
        response: { 200: priceListSchema, ...problems },
      },
    },
    () => pricesJson(hub.database),
  );

  server.put(
    '/prices',
    {
      config: { scope: 'admin' },
      bodyLimit: 4 * 1024 * 1024,
      schema: {
        summary: 'Replace the whole price table',
        tags: ['costs'],
        body: givenList,
        response: { 200: priceListSchema, ...problems },
      },
    },
    async (request) => {
      await changePrices.replace(hub.database, request.body);
      await changed(request, 'prices.replaced', null);
      return pricesJson(hub.database);
    },
  );

  server.post(
    '/prices',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Set one price',
        description:
          'In place of the one for the same kind, line or provider, and place, if there is one. The line or provider must be there; `PUT` takes prices of those to come, too.',
        tags: ['costs'],
        body: givenPrice,
        response: { 200: priceSchema, ...problems },
      },
    },
    async (request) => {
      await changePrices.set(hub.database, payersOf(hub.configuration()), request.body);
      await changed(request, 'price.set', nameOf(request.body));
      return request.body;
    },
  );

  server.post(
    '/prices/remove',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Remove one price',
        tags: ['costs'],
        body: givenPrice.omit({ price: true }),
        response: { 204: z.null().describe('It is removed'), ...problems },
      },
    },
    async (request, reply) => {
      await changePrices.remove(hub.database, request.body);
      await changed(request, 'price.removed', nameOf(request.body));
      return reply.code(204).send(null);
    },
  );
}
