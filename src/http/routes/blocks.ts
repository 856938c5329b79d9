import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { listApps } from '../../store/apps.ts';
import { recordAudit } from '../../store/audit.ts';
import { type Block, liftBlock, listBlocks } from '../../store/blocks.ts';
import type { Database } from '../../store/database.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { isoTime, toIso } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const blockSchema = z
  .strictObject({
    id: z.string(),
    app: z.strictObject({ accountSid: z.string(), name: z.string().nullable().describe('null: it is revoked') }),
    scope: z
      .enum(['region', 'prefix', 'checks'])
      .describe(
        'A country, or numbers that begin alike; `checks`: nothing is blocked, but most codes that come are wrong',
      ),
    place: z.string().describe('The country, or how the numbers begin; empty where neither'),
    reason: z
      .enum(['few-entered', 'many-numbers', 'many-wrong-codes'])
      .describe(
        '`few-entered`: of 20 or more codes within an hour less than a tenth was entered; `many-numbers`: too many that differ in the last four digits only; `many-wrong-codes`: of 200 or more checks within ten minutes more than half were wrong',
      ),
    counted: z
      .strictObject({ tried: z.int(), good: z.int() })
      .nullable()
      .describe('Codes that were sent and entered, or checked and right'),
    until: isoTime,
  })
  .meta({ id: 'VerificationBlock' });

/** Where verification sends nothing for now. */
export function blockRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/verification-blocks',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Where verification sends nothing for now, and alarms',
        tags: ['costs'],
        response: { 200: z.strictObject({ blocks: z.array(blockSchema) }), ...problems },
      },
    },
    async () => {
      return { blocks: await blocksJson(hub.database, hub.clock.now()) };
    },
  );

  server.delete(
    '/verification-blocks/:id',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Lift a block',
        description:
          'What was counted until now is not counted again. The `safe` list of the app keeps a place from being blocked.',
        tags: ['costs'],
        params: z.strictObject({ id: z.string().max(200) }),
        response: { 204: z.null().describe('It is lifted'), ...problems },
      },
    },
    async (request, reply) => {
      const now = hub.clock.now();
      const key = await liftById(hub.database, request.params.id, now);
      const { actor } = accessOf(request);
      await hub.database.write(recordAudit, { actor, action: 'verification.unblocked', subject: key, now });
      return reply.code(204).send(null);
    },
  );
}

export type BlockJson = z.output<typeof blockSchema>;

/** The blocks that hold now, as the API and the command show them. */
export async function blocksJson(database: Database, now: number): Promise<BlockJson[]> {
  const names = new Map((await listApps(database)).map(({ id, name }) => [id, name]));
  return (await listBlocks(database, now)).map((block) => toJson(block, names));
}

/** Resolves to what was blocked. Throws KeypigeonError `not-found`. */
export async function liftById(database: Database, id: string, now: number): Promise<string> {
  const key = Buffer.from(id, 'base64url').toString();
  if (await database.write(liftBlock, { key, now })) return key;
  throw new KeypigeonError('not-found', 'There is no such block, or it has ended.');
}

function toJson(block: Block, names: ReadonlyMap<string, string>): BlockJson {
  const { key, appId, scope, place, reason, counts, until } = block;
  return {
    id: Buffer.from(key).toString('base64url'),
    app: { accountSid: appId, name: names.get(appId) ?? null },
    ...{ scope, place, reason, counted: counts, until: toIso(until) },
  };
}
