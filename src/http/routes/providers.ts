import { z } from 'zod';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { healthSchema, toHealthJson } from '../schemas/health.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const list = z.strictObject({
  providers: z.array(z.strictObject({ id: z.string(), kind: z.string(), health: healthSchema })),
});

export function providerRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/providers',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List providers of verification with their health',
        description: 'In the order in which they are tried. Members and guests see none.',
        tags: ['adapters'],
        response: { 200: list, ...problems },
      },
    },
    async (request) => {
      const shown = accessOf(request).scopes.includes('admin') ? hub.providers() : [];
      return { providers: shown.map(({ health, ...provider }) => ({ ...provider, health: toHealthJson(health) })) };
    },
  );
}
