import { z } from 'zod';

const routeVerdict = z
  .strictObject({
    routeId: z.string(),
    route: z.string().describe('Name of the route'),
    revision: z.number().describe('Which state of the route decided'),
    verdict: z.enum(['matched', 'not matched', 'not reached']),
    conditions: z.array(z.strictObject({ condition: z.string(), expected: z.string(), holds: z.boolean() })),
    to: z.array(z.string()).describe('Ids of the destinations that it names'),
    stop: z.boolean(),
  })
  .meta({ id: 'RouteVerdict' });

export const traceSchema = z
  .strictObject({
    routes: z.array(routeVerdict),
    fallback: z.enum(['line', 'owner', 'nowhere']).nullable().describe('How it went where no route matched'),
    destinations: z.array(z.strictObject({ destinationId: z.string(), route: z.string().nullable() })),
    unproven: z
      .array(z.string())
      .optional()
      .describe('Destinations that were left out because their owner has not proven to hold them'),
    waited: z
      .strictObject({
        person: z.string(),
        name: z.string(),
        service: z.string().nullable().describe('What they were waiting for; null: any code'),
        narrowed: z.array(z.string()).describe('Ids of the destinations of others, which got a notice'),
      })
      .optional()
      .describe('Who had waited for the code, so that others got a notice'),
  })
  .meta({ id: 'RoutingTrace' });

export const linesForPeople = z.array(z.string()).describe('The same in words');
