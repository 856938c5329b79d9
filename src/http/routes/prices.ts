import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { recordAudit } from '../../store/audit.ts';
import { type PriceList, readPrices, removePrice, replacePrices, setPrice } from '../../store/prices.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { currency, givenPrice, priceName, priceSchema, toPrice, toPriceJson } from '../schemas/money.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

/** A whole table of a provider has some thousands. */
const mostPrices = 20_000;
const listSchema = z.strictObject({ currency, prices: z.array(priceSchema) }).meta({ id: 'PriceList' });
const givenList = z.strictObject({ currency, prices: z.array(givenPrice).max(mostPrices) });

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
        response: { 200: listSchema, ...problems },
      },
    },
    async () => toJson(await readPrices(hub.database)),
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
        response: { 200: listSchema, ...problems },
      },
    },
    async (request) => {
      const list = { currency: request.body.currency, prices: request.body.prices.map(toPrice) };
      demandOnce(list);
      await hub.database.write(replacePrices, list);
      await changed(request, 'prices.replaced', null);
      return toJson(await readPrices(hub.database));
    },
  );

  server.post(
    '/prices',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Set one price',
        description: 'In place of the one for the same kind, line or provider, and place, if there is one.',
        tags: ['costs'],
        body: givenPrice,
        response: { 200: priceSchema, ...problems },
      },
    },
    async (request) => {
      const price = toPrice(request.body);
      await hub.database.write(setPrice, price);
      await changed(request, 'price.set', nameOf(price));
      return toPriceJson(price);
    },
  );

  server.post(
    '/prices/remove',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Remove one price',
        tags: ['costs'],
        body: priceName,
        response: { 204: z.null().describe('It is removed'), ...problems },
      },
    },
    async (request, reply) => {
      if (!(await hub.database.write(removePrice, request.body)))
        throw new KeypigeonError('not-found', 'There is no price for exactly this kind, line or provider, and place.');
      await changed(request, 'price.removed', nameOf(request.body));
      return reply.code(204).send(null);
    },
  );
}

function demandOnce({ prices }: PriceList): void {
  const names = new Set<string>();
  for (const name of prices.map(nameOf)) {
    if (names.has(name)) throw new KeypigeonError('invalid-request', `prices: ${name} is there twice; leave one out`);
    names.add(name);
  }
}

function nameOf({ kind, by, to }: { kind: string; by: string | null; to: string | null }): string {
  return [kind, by ?? 'any', to ?? 'anywhere'].join(' ');
}

function toJson({ currency, prices }: PriceList): z.output<typeof listSchema> {
  return { currency, prices: prices.map(toPriceJson) };
}
