import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RegistrationResponseJSON } from '../../access/passkeys.ts';
import { checkPassword, hashPassword } from '../../access/password.ts';
import { confirmTotp, offerTotp, renewRecoveryCodes } from '../../access/second-factor.ts';
import type { LiveSession } from '../../access/sessions.ts';
import { freshMs } from '../../access/sessions.ts';
import { completeSetup } from '../../access/setup.ts';
import { KeypigeonError } from '../../domain/errors.ts';
import { roles } from '../../domain/person.ts';
import { recordAudit } from '../../store/audit.ts';
import {
  countRecoveryCodes,
  deletePasskey,
  passkeysOf,
  removeTotp,
  setPassword,
  setPasswordAlone,
} from '../../store/credentials.ts';
import { revokeOtherSessions } from '../../store/sessions.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { browserOf, setCookie, siteOfRequest } from '../browser.ts';
import { isoTime, isoTimeOrNull, toIso, toIsoOrNull } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';
import { passkeyCeremonies, passkeyJson, passkeyOptions } from './sign-in.ts';

const passkey = z.strictObject({
  id: z.string(),
  name: z.string(),
  host: z.string().describe('The host name that it is bound to'),
  createdAt: isoTime,
  lastUsedAt: isoTimeOrNull,
});
const account = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    role: z.enum(roles),
    endsAt: isoTimeOrNull,
    setup: z.boolean().describe('The session may only set up how its person signs in'),
    password: z.boolean(),
    passwordAlone: z.boolean().describe('The password may be the only factor'),
    authenticatorApp: z.boolean(),
    recoveryCodes: z.number().describe('How many are left'),
    passkeys: z.array(passkey),
  })
  .meta({ id: 'Account' });
const codes = z.strictObject({ recoveryCodes: z.array(z.string()).describe('Shown this once; each is good once') });
const done = { 204: z.null().describe('It is done'), ...problems };
const own = { scope: 'self', duringSetup: true } as const;

/** How the person who asks signs in. Changes ask for a fresh sign-in, end the other sessions, and are logged. */
export function accountRoutes(server: ApiServer, hub: HubApi): void {
  const changed = async (request: FastifyRequest, action: string) => {
    const { actor } = accessOf(request);
    const { session, person } = liveOf(request);
    await hub.database.write(revokeOtherSessions, { personId: person.id, keep: session.hash });
    await hub.database.write(recordAudit, { actor, action, subject: person.id, now: hub.clock.now() });
  };
  const fresh = (request: FastifyRequest) => {
    const live = liveOf(request);
    if (live.session.created_at + freshMs < hub.clock.now() && live.session.stage === 'full')
      throw new KeypigeonError('sign-in-again', 'Expected a sign-in that is at most 15 minutes old; sign in again.');
    return live.person;
  };

  server.get(
    '/account',
    { config: own, schema: { summary: 'Who I am', tags: ['account'], response: { 200: account, ...problems } } },
    async (request) => {
      const { session, person } = liveOf(request);
      const passkeys = await passkeysOf(hub.database, person.id);
      return {
        id: person.id,
        name: person.name,
        role: person.role,
        endsAt: toIsoOrNull(person.endsAt),
        setup: session.stage === 'setup',
        password: person.password !== null,
        passwordAlone: person.passwordAlone,
        authenticatorApp: person.totp !== null,
        recoveryCodes: await countRecoveryCodes(hub.database, person.id),
        passkeys: passkeys.map((row) => ({
          id: row.id,
          name: row.name,
          host: row.rp_id,
          createdAt: toIso(row.created_at),
          lastUsedAt: toIsoOrNull(row.last_used_at),
        })),
      };
    },
  );

  server.post(
    '/account/complete',
    {
      config: own,
      schema: {
        summary: 'End setting up how I sign in',
        description:
          'The session gets its full power, under a new id. 409 while one could not sign in by what there is.',
        tags: ['account'],
        response: done,
      },
    },
    async (request, reply) => {
      const site = siteOfRequest(hub, request);
      const session = await completeSetup(hub, liveOf(request).session, browserOf(hub, request, site));
      setCookie(reply, { which: 'session', site, value: session.secret });
      return reply.code(204).send(null);
    },
  );

  server.put(
    '/account/password',
    {
      config: own,
      schema: {
        summary: 'Set my password',
        description: 'All trusted browsers end. `alone` insists that it may be the only factor of an owner.',
        tags: ['account'],
        body: z.strictObject({ password: z.string().min(1).max(256), alone: z.boolean().optional() }),
        response: done,
      },
    },
    async (request, reply) => {
      const person = fresh(request);
      checkPassword(request.body.password, person);
      const password = await hashPassword(request.body.password);
      await hub.database.write(setPassword, { personId: person.id, password });
      if (request.body.alone !== undefined)
        await hub.database.write(setPasswordAlone, { personId: person.id, alone: request.body.alone });
      await changed(request, 'password.set');
      return reply.code(204).send(null);
    },
  );

  server.post(
    '/account/totp',
    {
      config: own,
      schema: {
        summary: 'Begin to use an authenticator app',
        tags: ['account'],
        response: {
          200: z.strictObject({ secret: z.string().describe('To type in'), uri: z.string().describe('For a QR code') }),
          ...problems,
        },
      },
    },
    (request) => offerTotp(hub, fresh(request)),
  );

  server.post(
    '/account/totp/confirm',
    {
      config: own,
      schema: {
        summary: 'Take the authenticator app into use',
        tags: ['account'],
        body: z.strictObject({ code: z.string().min(1).max(20) }),
        response: { 200: codes, ...problems },
      },
    },
    async (request) => {
      const recoveryCodes = await confirmTotp(hub, fresh(request), request.body.code);
      await changed(request, 'totp.set');
      return { recoveryCodes };
    },
  );

  server.delete(
    '/account/totp',
    { config: own, schema: { summary: 'Stop using the authenticator app', tags: ['account'], response: done } },
    async (request, reply) => {
      const person = fresh(request);
      if (person.role === 'owner' && person.passkeys === 0 && !person.passwordAlone)
        throw new KeypigeonError('conflict', 'The password would be the only factor of an owner: add a passkey first.');
      await hub.database.write(removeTotp, { personId: person.id });
      await changed(request, 'totp.removed');
      return reply.code(204).send(null);
    },
  );

  server.post(
    '/account/recovery-codes',
    {
      config: own,
      schema: { summary: 'Make new recovery codes', tags: ['account'], response: { 200: codes, ...problems } },
    },
    async (request) => {
      const recoveryCodes = await renewRecoveryCodes(hub, fresh(request).id);
      await changed(request, 'recovery-codes.made');
      return { recoveryCodes };
    },
  );

  server.post(
    '/account/passkeys/options',
    {
      config: own,
      schema: {
        summary: 'Begin to make a passkey',
        description: 'For `navigator.credentials.create`. 409 with the reason where passkeys are not possible.',
        tags: ['account'],
        response: { 200: passkeyOptions, ...problems },
      },
    },
    async (request) => {
      const { id, name } = fresh(request);
      const { offerRegistration } = await passkeyCeremonies();
      const sessionHash = liveOf(request).session.hash;
      return { ...(await offerRegistration(hub, siteOfRequest(hub, request), { id, name, sessionHash })) };
    },
  );

  server.post(
    '/account/passkeys',
    {
      config: own,
      schema: {
        summary: 'Store a passkey',
        tags: ['account'],
        body: z.strictObject({ name: z.string().trim().min(1).max(100), response: passkeyJson }),
        response: { 201: z.strictObject({ id: z.string() }), ...problems },
      },
    },
    async (request, reply) => {
      const { id: personId } = fresh(request);
      const { register } = await passkeyCeremonies();
      const { name } = request.body;
      const response = request.body.response as unknown as RegistrationResponseJSON;
      const sessionHash = liveOf(request).session.hash;
      const { id } = await register(hub, siteOfRequest(hub, request), { personId, name, response, sessionHash });
      await changed(request, 'passkey.added');
      return reply.code(201).send({ id });
    },
  );

  server.delete(
    '/account/passkeys/:id',
    {
      config: own,
      schema: {
        summary: 'Remove a passkey',
        tags: ['account'],
        params: z.strictObject({ id: z.string().min(1).max(400) }),
        response: done,
      },
    },
    async (request, reply) => {
      const person = fresh(request);
      const canStay =
        person.password !== null && (person.totp !== null || person.passwordAlone || person.role !== 'owner');
      if (person.passkeys < 2 && !canStay)
        throw new KeypigeonError('conflict', 'This is the only way in: add another passkey or a second factor first.');
      const removed = await hub.database.write(deletePasskey, { id: request.params.id, personId: person.id });
      if (!removed) throw new KeypigeonError('not-found', 'There is no passkey with this id.');
      await changed(request, 'passkey.removed');
      return reply.code(204).send(null);
    },
  );
}

function liveOf(request: FastifyRequest): LiveSession {
  const { session, person } = accessOf(request);
  if (session === undefined || person === undefined)
    throw new KeypigeonError('internal', 'a route for people was reached without a session');
  return { session, person };
}
