import { z } from 'zod';
import { recordAudit } from '../../store/audit.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { nameParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const connected = z.strictObject({
  done: z.literal(true),
  what: z.string().describe('What stands at the provider now, as it was read back'),
  replaced: z
    .string()
    .nullable()
    .describe('The address that stood there before, without what may be secret in it; null: none, or it was this one'),
  note: z.string().nullable().describe('What else is worth knowing'),
});

export function connectRoutes(server: ApiServer, hub: HubApi): void {
  server.post(
    '/configuration/sources/:id/connect',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Enter the hub at the provider of a source',
        description:
          'For kinds with `connects`, such as Twilio: sets that the provider calls the hook of this source, and reads it back. Needs `publicUrl`, an https address that is reachable from the internet.',
        tags: ['setup'],
        params: nameParams,
        response: { 200: connected, ...problems },
      },
    },
    async (request) => {
      const { id } = request.params;
      const result = await hub.connectSource(id);
      const { actor } = accessOf(request);
      const now = hub.clock.now();
      await hub.database.write(recordAudit, { actor, action: 'source.connected', subject: id, now });
      return { done: true as const, ...result };
    },
  );
}
