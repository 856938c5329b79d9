import type { FastifyInstance } from 'fastify';
import { KeypigeonError } from '../../domain/errors.ts';
import { seesWhole } from '../../domain/viewer.ts';
import type { HubApi } from '../api.ts';
import type { Authenticate } from '../authenticate.ts';
import { isFromLoopback } from '../local.ts';

/** `/metrics` for Prometheus: free for programs on this machine, else with a token that may read. */
export function metricsRoutes(server: FastifyInstance, hub: HubApi, authenticate: Authenticate): void {
  server.get('/metrics', async (request, reply) => {
    if (!isFromLoopback(request.raw)) {
      const { viewer } = await authenticate(request, 'read');
      if (!seesWhole(viewer))
        throw new KeypigeonError('forbidden', 'Expected an owner: these numbers are of all lines.');
    }
    const { contentType, text } = await hub.metrics();
    return reply.header('content-type', contentType).send(text);
  });
}
