import type { FastifyInstance } from 'fastify';
import type { Logger } from '../support/logger.ts';

/** One line for each answer. It names the route's pattern and never the path: a secret may stand in it. */
export function logRequests(server: FastifyInstance, log: Logger): void {
  server.addHook('onResponse', (request, reply, done) => {
    const fields = {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    log.debug(fields, 'request');
    done();
  });
}
