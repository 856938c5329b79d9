import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  changeService,
  findService,
  insertService,
  listServices,
  removeService,
  type VerifyService,
} from '../../../store/verify-services.ts';
import type { HubApi } from '../../api.ts';
import { appOf } from '../../app-access.ts';
import { TwilioError } from '../errors.ts';
import { readPage } from '../paging.ts';
import { type Parameters, queryOf } from '../parameters.ts';
import { fromSid } from '../sids.ts';
import { answer, baseOf, prefixes } from './answer.ts';
import { metaOf } from './pages.ts';
import { readService, serviceResource } from './service-resource.ts';

interface ServiceRoute {
  Params: { service: string };
  Body: Parameters | undefined;
}

/** Twilio Verify's Services: each issues codes in its own name. */
export function serviceRoutes(server: FastifyInstance, hub: HubApi): void {
  const { changes, database, clock } = hub;

  server.post<{ Body: Parameters | undefined }>('/Services', async (request, reply) => {
    const app = appOf(request);
    const read = readService(request.body ?? new URLSearchParams(), undefined);
    const id = hub.ids();
    const now = clock.now();
    await database.write(insertService, { ...read, id, appId: app.id, now });
    const service = { ...read, id, appId: app.id, createdAt: now, updatedAt: now };
    return answer(reply, 201, serviceResource(service, baseOf(hub, request)));
  });

  server.get('/Services', async (request, reply) => {
    const app = appOf(request);
    const query = queryOf(request.raw.url ?? '');
    const page = readPage(query, prefixes.service);
    const { services, more } = await listServices(database, app.id, page.place, page.size);
    const base = baseOf(hub, request);
    const list = { key: 'services', base, path: '/v2/Services', query, prefix: prefixes.service };
    const ids = services.map(({ id }) => id);
    return answer(reply, 200, {
      services: services.map((service) => serviceResource(service, base)),
      meta: metaOf(list, page, ids, more),
    });
  });

  server.get<ServiceRoute>('/Services/:service', async (request, reply) => {
    return answer(reply, 200, serviceResource(await find(request), baseOf(hub, request)));
  });

  server.post<ServiceRoute>('/Services/:service', async (request, reply) => {
    const before = await find(request);
    const read = readService(request.body ?? new URLSearchParams(), before);
    const now = clock.now();
    await database.write(changeService, { ...read, id: before.id, appId: before.appId, now });
    return answer(reply, 200, serviceResource({ ...before, ...read, updatedAt: now }, baseOf(hub, request)));
  });

  server.delete<ServiceRoute>('/Services/:service', async (request, reply) => {
    const app = appOf(request);
    const id = fromSid(prefixes.service, request.params.service);
    const removed = id !== undefined && (await database.write(removeService, { id, appId: app.id, now: clock.now() }));
    if (!removed) throw new TwilioError('20404');
    changes.changed();
    return reply.code(204).send();
  });

  async function find(request: FastifyRequest<ServiceRoute>): Promise<VerifyService> {
    const id = fromSid(prefixes.service, request.params.service);
    const service = id === undefined ? undefined : await findService(database, appOf(request).id, id);
    if (service === undefined) throw new TwilioError('20404');
    return service;
  }
}
