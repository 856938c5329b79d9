import { z } from 'zod';
import { mayLookAt } from '../../domain/viewer.ts';
import { viewerOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { nameParams } from '../schemas/common.ts';
import { healthSchema, toHealthJson } from '../schemas/health.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const list = z.strictObject({
  destinations: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      owner: z.string(),
      proof: z
        .enum(['needed', 'proven'])
        .nullable()
        .describe('Whether its owner has proven to hold its address; null where nothing has to be proven'),
      health: healthSchema,
      held: z.number().describe('Deliveries in memory that are not settled'),
      running: z.number().describe('Attempts that run now'),
    }),
  ),
});

const testResult = z.strictObject({
  destination: z.string(),
  outcome: z.enum(['sent', 'temporary', 'permanent', 'unknown']),
  detail: z.string().nullable().describe('What the other side answered; null where it was simply taken'),
  durationMs: z.number(),
});

export function destinationRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/destinations',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List destinations with their health',
        tags: ['adapters'],
        response: { 200: list, ...problems },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      const queues = new Map(hub.queues().map((queue) => [queue.destinationId, queue]));
      const { proofs } = hub.configuration();
      const visible = hub.destinations().filter(({ owner }) => mayLookAt(viewer, owner));
      return {
        destinations: visible.map(({ health, ...destination }) => ({
          ...destination,
          proof: proofs.get(destination.id) ?? null,
          health: toHealthJson(health),
          held: queues.get(destination.id)?.held ?? 0,
          running: queues.get(destination.id)?.running ?? 0,
        })),
      };
    },
  );

  server.post(
    '/destinations/:id/test',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Send a test',
        description: "The answer is the other side's own. Nothing is stored.",
        tags: ['adapters'],
        params: nameParams,
        response: { 200: testResult, ...problems },
      },
    },
    (request) => hub.sendTest(viewerOf(request), request.params.id),
  );
}
