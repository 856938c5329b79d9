import type { HubApi } from '../api.ts';
import { costsJson } from '../cost-sums.ts';
import { costsQuery, costsSchema } from '../schemas/costs.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

/** What codes and other texts cost, by line, app and month. */
export function costRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/costs',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'What codes and texts cost, by line, app and month',
        description:
          'An estimate by the price table as it was at each send, or what the provider itself said. It counts the codes of apps, and each other text that left by a line.',
        tags: ['costs'],
        querystring: costsQuery,
        response: { 200: costsSchema, ...problems },
      },
    },
    async (request) => {
      await hub.books.write();
      return costsJson(hub.database, request.query, hub.clock.now());
    },
  );
}
