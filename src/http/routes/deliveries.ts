import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { getDelivery, listDeliveries } from '../../store/deliveries.ts';
import { viewerOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { nextCursor, pageQuery, uuid, uuidParams } from '../schemas/common.ts';
import {
  deliverySchema,
  deliveryState,
  toDeliveryJson,
  toTriedDeliveryJson,
  triedDeliverySchema,
} from '../schemas/delivery.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const filter = z.strictObject({
  ...pageQuery,
  message: uuid.optional().describe('Only those of this message'),
  destination: z.string().optional().describe('Only those to this destination'),
  state: deliveryState.optional().describe('Only those in this state'),
});

const page = z.strictObject({
  deliveries: z.array(deliverySchema).describe('Newest first'),
  next: z.string().nullable().describe('`before` of the next page; null: this is the last one'),
});

export function deliveryRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/deliveries',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List deliveries',
        tags: ['deliveries'],
        querystring: filter,
        response: { 200: page, ...problems },
      },
    },
    async (request) => {
      const { message: messageId, destination: destinationId, ...rest } = request.query;
      const deliveries = await listDeliveries(hub.database, viewerOf(request), { ...rest, messageId, destinationId });
      return { deliveries: deliveries.map(toDeliveryJson), next: nextCursor(deliveries, rest.limit) };
    },
  );

  server.get(
    '/deliveries/:id',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Read one delivery with its attempts',
        tags: ['deliveries'],
        params: uuidParams,
        response: { 200: triedDeliverySchema, ...problems },
      },
    },
    (request) => read(hub, viewerOf(request), request.params.id),
  );

  server.post(
    '/deliveries/:id/retry',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Send again',
        description: 'Only where the delivery has ended and the text is not erased yet; else 409.',
        tags: ['deliveries'],
        params: uuidParams,
        response: { 202: triedDeliverySchema, ...problems },
      },
    },
    async (request, reply) => {
      const viewer = viewerOf(request);
      await hub.retry(viewer, request.params.id);
      return reply.code(202).send(await read(hub, viewer, request.params.id));
    },
  );
}

async function read(hub: HubApi, viewer: Viewer, id: string): Promise<z.output<typeof triedDeliverySchema>> {
  const delivery = await getDelivery(hub.database, viewer, id);
  if (delivery === undefined) throw new KeypigeonError('not-found', 'There is no delivery with this id.');
  return toTriedDeliveryJson(delivery, delivery.tries);
}
