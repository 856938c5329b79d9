import { z } from 'zod';
import { mayLookAt } from '../../domain/viewer.ts';
import { viewerOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { healthSchema, toHealthJson } from '../schemas/health.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const list = z.strictObject({
  sources: z.array(z.strictObject({ id: z.string(), kind: z.string(), line: z.string(), health: healthSchema })),
});

export function sourceRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/sources',
    {
      config: { scope: 'read' },
      schema: { summary: 'List sources with their health', tags: ['adapters'], response: { 200: list, ...problems } },
    },
    async (request) => {
      const viewer = viewerOf(request);
      const { lines } = hub.configuration();
      const ownerOf = (line: string) => lines.find(({ id }) => id === line)?.owner;
      const sources = hub.sources().filter(({ line }) => mayLookAt(viewer, ownerOf(line)));
      return { sources: sources.map(({ health, ...source }) => ({ ...source, health: toHealthJson(health) })) };
    },
  );
}
