import { z } from 'zod';
import type { HubApi } from '../api.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const found = z
  .strictObject({
    kind: z
      .enum(['hilink', 'serial', 'storage'])
      .describe('Kind of source that it is for; `storage`: a stick that still shows itself as a drive'),
    title: z.string().describe('What it is'),
    detail: z.string().describe('Where it is and how'),
    settings: z.record(z.string(), z.string()).describe('For a new source of this kind'),
    usable: z.boolean(),
    hint: z.string().nullable().describe('Why it is not usable, or what else it needs, and what to do'),
    usedBy: z.string().nullable().describe('Id of the source that has it already'),
  })
  .meta({ id: 'Found' });

export function setupRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/setup/found',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Look for sticks and modems',
        description:
          'What is plugged in or answers in the network, the usable first; takes up to 4 seconds. Nothing is changed, and nothing said to what a source of the hub or another program holds.',
        tags: ['setup'],
        response: { 200: z.strictObject({ found: z.array(found) }), ...problems },
      },
    },
    async () => ({ found: await hub.findDevices() }),
  );
}
