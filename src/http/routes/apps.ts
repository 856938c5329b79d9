import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { type App, listAllApps, listApps, revokeApp } from '../../store/apps.ts';
import { recordAudit } from '../../store/audit.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { makeApp } from '../make-app.ts';
import { accountSid } from '../schemas/account-sid.ts';
import { flag, isoTime, isoTimeOrNull, toIso, toIsoOrNull } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const lineId = z.string().min(1).max(63);
const wanted = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What it is for; shown in the list'),
  lines: z
    .array(lineId)
    .min(1)
    .max(100)
    .optional()
    .describe('Ids of the lines that it may send by; default is all of its owner'),
  owner: z.string().min(1).max(63).optional().describe('Id of the person for whom it sends, where there are several'),
});

const appFields = {
  accountSid: accountSid.describe('Its user name at the Twilio-compatible API'),
  name: z.string(),
  owner: z.string().describe('Id of the person for whom it sends'),
  lines: z.array(z.string()).nullable().describe('Ids of the lines that it may send by; null: all of its owner'),
  createdAt: isoTime,
  lastUsedAt: isoTimeOrNull,
  revokedAt: isoTimeOrNull.describe('From then on it is refused; null: it is not revoked'),
};
const appSchema = z.strictObject(appFields).meta({ id: 'App' });
const newApp = z
  .strictObject({
    ...appFields,
    authToken: z.string().describe('Its password at the Twilio-compatible API; shown this once'),
    keySid: z.string().describe('A key of it: a user name that can be exchanged without the token'),
    keySecret: z.string().describe('The password of the key; shown this once'),
  })
  .meta({ id: 'NewApp' });

export type AppJson = z.output<typeof appSchema>;

/** Credentials for programs that send texts by the Twilio-compatible API. */
export function appRoutes(server: ApiServer, hub: HubApi): void {
  const tell = (request: FastifyRequest, action: string, subject: string) =>
    hub.database.write(recordAudit, { actor: accessOf(request).actor, action, subject, now: hub.clock.now() });

  server.get(
    '/apps',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'List apps',
        tags: ['apps'],
        querystring: z.strictObject({
          revoked: flag.optional().describe('`true`: also those that are revoked, last'),
        }),
        response: { 200: z.strictObject({ apps: z.array(appSchema) }), ...problems },
      },
    },
    async ({ query }) => ({
      apps: (await (query.revoked === true ? listAllApps : listApps)(hub.database)).map(toAppJson),
    }),
  );

  server.post(
    '/apps',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Make credentials for the Twilio-compatible API',
        tags: ['apps'],
        body: wanted,
        response: { 201: newApp, ...problems },
      },
    },
    async (request, reply) => {
      const { database, keyring, clock, random } = hub;
      const parts = { database, keyring, clock, random, configuration: hub.configuration() };
      const { app, ...secrets } = await makeApp(parts, request.body);
      await tell(request, 'app.made', app.id);
      return reply.code(201).send({ ...toAppJson(app), ...secrets });
    },
  );

  server.delete(
    '/apps/:accountSid',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Revoke an app',
        tags: ['apps'],
        params: z.strictObject({ accountSid }),
        response: { 204: z.null().describe('It is revoked'), ...problems },
      },
    },
    async (request, reply) => {
      const { accountSid: id } = request.params;
      const revoked = await hub.database.write(revokeApp, { id, now: hub.clock.now() });
      if (!revoked) throw new KeypigeonError('not-found', 'There is no such app, or it is revoked already.');
      await tell(request, 'app.revoked', id);
      return reply.code(204).send(null);
    },
  );
}

export function toAppJson(app: App & { revokedAt?: number | null }): AppJson {
  const { id, name, ownerId, lines, createdAt, lastUsedAt, revokedAt = null } = app;
  return {
    accountSid: id,
    name,
    owner: ownerId,
    lines,
    createdAt: toIso(createdAt),
    lastUsedAt: toIsoOrNull(lastUsedAt),
    revokedAt: toIsoOrNull(revokedAt),
  };
}
