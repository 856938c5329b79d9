import { z } from 'zod';
import type { HubApi } from '../api.ts';
import { healthSchema, toHealthJson } from '../schemas/health.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const answer = z.strictObject({ mqtt: healthSchema.nullable().describe('null: no topic is configured') });

export function commandRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/commands',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Show how the topic is at which texts are asked for',
        tags: ['adapters'],
        response: { 200: answer, ...problems },
      },
    },
    async () => {
      const health = hub.commands();
      return { mqtt: health === null ? null : toHealthJson(health) };
    },
  );
}
