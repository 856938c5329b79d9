import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { type AppKey, listAppKeys, revokeAppKey } from '../../store/app-keys.ts';
import { findApp } from '../../store/apps.ts';
import { recordAudit } from '../../store/audit.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { makeAppKey } from '../make-app.ts';
import { isoTime, toIso } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const accountSid = z.string().regex(/^AC[0-9a-f]{32}$/, 'expected AC and 32 hexadecimal digits');
const keySid = z.string().regex(/^SK[0-9a-f]{32}$/, 'expected SK and 32 hexadecimal digits');
const keyFields = { keySid: keySid.describe('The user name'), createdAt: isoTime };
const newKey = z.strictObject({ ...keyFields, keySecret: z.string().describe('Its password; shown this once') });

/** Keys of an app: as good as its account and token, and exchanged one by one. */
export function appKeyRoutes(server: ApiServer, hub: HubApi): void {
  const tell = (request: FastifyRequest, action: string, subject: string) =>
    hub.database.write(recordAudit, { actor: accessOf(request).actor, action, subject, now: hub.clock.now() });

  server.get(
    '/apps/:accountSid/keys',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'List keys of an app that are not revoked',
        tags: ['apps'],
        params: z.strictObject({ accountSid }),
        response: { 200: z.strictObject({ keys: z.array(z.strictObject(keyFields)) }), ...problems },
      },
    },
    async (request) => {
      const { accountSid: id } = request.params;
      await demandApp(hub, id);
      return { keys: (await listAppKeys(hub.database, id)).map(toKeyJson) };
    },
  );

  server.post(
    '/apps/:accountSid/keys',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Make a further key of an app',
        tags: ['apps'],
        params: z.strictObject({ accountSid }),
        response: { 201: newKey, ...problems },
      },
    },
    async (request, reply) => {
      const { accountSid: id } = request.params;
      await demandApp(hub, id);
      const { key, keySecret } = await makeAppKey(hub, id);
      await tell(request, 'app.key-made', key.id);
      return reply.code(201).send({ ...toKeyJson(key), keySecret });
    },
  );

  server.delete(
    '/apps/:accountSid/keys/:keySid',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Revoke a key of an app',
        tags: ['apps'],
        params: z.strictObject({ accountSid, keySid }),
        response: { 204: z.null().describe('It is revoked'), ...problems },
      },
    },
    async (request, reply) => {
      const { accountSid: appId, keySid: id } = request.params;
      const revoked = await hub.database.write(revokeAppKey, { id, appId, now: hub.clock.now() });
      if (!revoked) throw new KeypigeonError('not-found', 'There is no such key, or it is revoked already.');
      await tell(request, 'app.key-revoked', id);
      return reply.code(204).send(null);
    },
  );
}

async function demandApp({ database }: HubApi, id: string): Promise<void> {
  if ((await findApp(database, id)) === undefined)
    throw new KeypigeonError('not-found', 'There is no such app, or it is revoked.');
}

function toKeyJson({ id, createdAt }: AppKey): { keySid: string; createdAt: string } {
  return { keySid: id, createdAt: toIso(createdAt) };
}
