import { z } from 'zod';
import { mayLookAt } from '../../domain/viewer.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { lineSchema, toLineJson } from '../schemas/line.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const list = z.strictObject({ lines: z.array(lineSchema) });

export function lineRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/lines',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List lines with how they are',
        description: 'SIM, network, signal and storage as each source sees them. A person sees their own lines.',
        tags: ['adapters'],
        response: { 200: list, ...problems },
      },
    },
    async (request) => {
      const { viewer, scopes } = accessOf(request);
      const visible = hub.lines().filter(({ line }) => mayLookAt(viewer, line.ownerId));
      return { lines: visible.map((report) => toLineJson(report, scopes.includes('admin'))) };
    },
  );
}
