import { z } from 'zod';
import type { CanarySetting } from '../../config/configuration.ts';
import { KeypigeonError } from '../../domain/errors.ts';
import { mayLookAt, type Viewer } from '../../domain/viewer.ts';
import { recordAudit } from '../../store/audit.ts';
import { canaryRuns } from '../../store/canary-runs.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { canarySchema, toCanaryJson } from '../schemas/canary.ts';
import { nameParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

/** So many runs make the summary, so many are shown. */
const [summed, shown] = [100, 20];

/** Line tests: texts that the hub sends to its own lines, to see whether they arrive. */
export function canaryRoutes(server: ApiServer, hub: HubApi): void {
  const toJson = async (viewer: Viewer, setting: CanarySetting) => {
    const { lines, providers } = hub.configuration();
    const sender = [...lines, ...providers].find(({ id }) => id === setting.via);
    return toCanaryJson(setting, {
      state: hub.canaries.stateOf(setting.id),
      runs: await canaryRuns(hub.database, viewer, setting, summed),
      shown,
      seesSender: mayLookAt(viewer, sender?.owner ?? undefined),
    });
  };

  server.get(
    '/canaries',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List line tests with how their texts arrive',
        description:
          'Their settings are changed by `PUT /configuration/general`. A person sees those of their own lines.',
        tags: ['canaries'],
        response: { 200: z.strictObject({ canaries: z.array(canarySchema) }), ...problems },
      },
    },
    async (request) => {
      const { viewer } = accessOf(request);
      // What was due meanwhile shows.
      await hub.canaries.look();
      const { canaries, lines } = hub.configuration();
      const visible = canaries.filter(({ to }) => mayLookAt(viewer, lines.find(({ id }) => id === to)?.owner));
      return { canaries: await Promise.all(visible.map((one) => toJson(viewer, one))) };
    },
  );

  server.post(
    '/canaries/:id/run',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Send the text of a line test now',
        description: 'Answers when it has left, or could not. The event `canary` tells when it arrives or is lost.',
        tags: ['canaries'],
        params: nameParams,
        response: { 200: z.strictObject({ run: z.string().describe('Its id'), canary: canarySchema }), ...problems },
      },
    },
    async (request) => {
      const { id } = request.params;
      const setting = hub.configuration().canaries.find((one) => one.id === id);
      if (setting === undefined) throw new KeypigeonError('not-found', 'There is no such line test.');
      const run = await hub.canaries.run(id);
      const { actor, viewer } = accessOf(request);
      await hub.database.write(recordAudit, { actor, action: 'canary.run', subject: id, now: hub.clock.now() });
      return { run, canary: await toJson(viewer, setting) };
    },
  );
}
