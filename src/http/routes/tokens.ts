import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { recordAudit } from '../../store/audit.ts';
import { findPerson } from '../../store/people.ts';
import { scopes as allScopes, hashToken, insertToken, listTokens, revokeToken } from '../../store/tokens.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { makeToken } from '../first-token.ts';
import { isoTime, isoTimeOrNull, toIso, toIsoOrNull, uuidParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const scopes = z
  .array(z.enum(allScopes))
  .min(1)
  .describe(
    '`read` to look, `send` to send again and to test, `board` for a screen that shows the codes due now and nothing else, `admin` for everything',
  );

const wanted = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What it is for; shown in the list'),
  scopes,
  person: z
    .string()
    .max(63)
    .optional()
    .describe('On whose behalf; default and only choice of somebody who signed in: themselves'),
});

const tokenFields = {
  id: z.string(),
  name: z.string(),
  scopes,
  person: z
    .string()
    .nullable()
    .describe('On whose behalf, and with no more than they see and may; null: the administrator'),
  createdAt: isoTime,
  lastUsedAt: isoTimeOrNull,
};
const tokenSchema = z.strictObject(tokenFields).meta({ id: 'Token' });
const newToken = z
  .strictObject({ ...tokenFields, token: z.string().describe('Shown this once: only its hash is stored') })
  .meta({ id: 'NewToken' });

export function tokenRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/tokens',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'List tokens that are not revoked',
        tags: ['tokens'],
        response: { 200: z.strictObject({ tokens: z.array(tokenSchema) }), ...problems },
      },
    },
    async () => {
      const tokens = await listTokens(hub.database);
      return {
        tokens: tokens.map(({ createdAt, lastUsedAt, personId, ...token }) => ({
          ...token,
          person: personId,
          createdAt: toIso(createdAt),
          lastUsedAt: toIsoOrNull(lastUsedAt),
        })),
      };
    },
  );

  server.post(
    '/tokens',
    {
      config: { scope: 'admin' },
      schema: { summary: 'Make a token', tags: ['tokens'], body: wanted, response: { 201: newToken, ...problems } },
    },
    async (request, reply) => {
      const token = makeToken(hub.random);
      const { name, scopes } = request.body;
      const { actor, viewer } = accessOf(request);
      const person = viewer.kind === 'person' ? viewer.personId : (request.body.person ?? null);
      // Nobody gets by a token what they do not get by themselves.
      if (request.body.person !== undefined && request.body.person !== person)
        throw new KeypigeonError(
          'forbidden',
          'person: expected yourself; only the administrator makes tokens for others.',
        );
      if (person === null && scopes.includes('board'))
        throw new KeypigeonError('invalid-request', 'person: expected whose codes the board shows.');
      if (person !== null && (await findPerson(hub.database, person)) === undefined)
        throw new KeypigeonError('not-found', 'There is no person with this id.');
      const made = { id: hub.ids(), name, scopes: [...new Set(scopes)], createdAt: hub.clock.now() };
      await hub.database.write(insertToken, { ...made, hash: hashToken(token), personId: person });
      await hub.database.write(recordAudit, { actor, action: 'token.made', subject: made.id, now: made.createdAt });
      return reply.code(201).send({ ...made, person, createdAt: toIso(made.createdAt), lastUsedAt: null, token });
    },
  );

  server.delete(
    '/tokens/:id',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Revoke a token',
        tags: ['tokens'],
        params: uuidParams,
        response: { 204: z.null().describe('It is revoked'), ...problems },
      },
    },
    async (request, reply) => {
      const revoked = await hub.database.write(revokeToken, { id: request.params.id, now: hub.clock.now() });
      if (!revoked) throw new KeypigeonError('not-found', 'There is no such token, or it is revoked already.');
      const { actor } = accessOf(request);
      await hub.database.write(recordAudit, {
        actor,
        action: 'token.revoked',
        subject: request.params.id,
        now: hub.clock.now(),
      });
      return reply.code(204).send(null);
    },
  );
}
