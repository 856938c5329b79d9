import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { findApp } from '../../store/apps.ts';
import { recordAudit } from '../../store/audit.ts';
import { newestOfTrail } from '../../store/verification-trail.ts';
import { findHook, removeHook, saveHook, sealHook, type VerifyHook, waitingCalls } from '../../store/verify-hooks.ts';
import type { RandomBytes } from '../../support/random.ts';
import { webAddress } from '../../support/web-address.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { accountSid } from '../schemas/account-sid.ts';
import { isoTimeOrNull, toIsoOrNull } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

/** The old secret is signed with so long after an exchange. */
const oldSecretMs = 86_400_000;
const params = z.strictObject({ accountSid });
const hookFields = {
  url: z.string().nullable().describe('null: it is told of nothing'),
  secrets: z.number().describe('With how many secrets calls are signed: two for a day after one was exchanged'),
  waiting: z.number().describe('Calls that were not taken so far'),
  failedAt: isoTimeOrNull.describe('The last call that was not taken; null: the last one was'),
  failure: z.string().nullable().describe('Why, in one line'),
};
const hookSchema = z.strictObject(hookFields);
const hookWithSecret = z.strictObject({
  ...hookFields,
  secret: z.string().nullable().describe('`whsec_…`, shown this once; null: it is the one that was there'),
});
const description =
  'Each change is a call as Standard Webhooks says, signed; `type` is as at `/verifications/events`. Ten tries in a day; `webhook-id` stays the same. Redirects are not followed.';

/** Where an app is told of the changes of its verifications. */
export function appWebhookRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/apps/:accountSid/webhook',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Where an app is told of changes, and how its calls go',
        tags: ['apps'],
        params,
        response: { 200: hookSchema, ...problems },
      },
    },
    async ({ params: { accountSid: appId } }) => shown(hub, appId),
  );

  server.put(
    '/apps/:accountSid/webhook',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Tell an app of changes by calls to an address',
        description,
        tags: ['apps'],
        params,
        body: z.strictObject({ url: webAddress().max(2_000) }),
        response: { 200: hookWithSecret, ...problems },
      },
    },
    async (request) => {
      const appId = request.params.accountSid;
      const before = (await findHook(hub.database, hub.keyring, appId))?.hook ?? null;
      const secret = before === null ? freshSecret(hub.random) : null;
      const secrets = before?.secrets ?? [{ secret: secret ?? '', until: null }];
      await save(hub, appId, { url: request.body.url, secrets });
      await tell(request, 'app.webhook', appId);
      return { ...(await shown(hub, appId)), secret };
    },
  );

  server.post(
    '/apps/:accountSid/webhook/secret',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Exchange the secret that calls are signed with',
        description: 'For a day calls are signed with the old one, too.',
        tags: ['apps'],
        params,
        response: { 200: hookWithSecret, ...problems },
      },
    },
    async (request) => {
      const appId = request.params.accountSid;
      const found = await findHook(hub.database, hub.keyring, appId);
      if (found === undefined) throw noHook();
      const before = found.hook;
      if (before === null) throw new KeypigeonError('conflict', 'Its address does not open any more: set it anew.');
      const secret = freshSecret(hub.random);
      const [newest] = before.secrets;
      const old = newest === undefined ? [] : [{ ...newest, until: hub.clock.now() + oldSecretMs }];
      await save(hub, appId, { url: before.url, secrets: [{ secret, until: null }, ...old] });
      await tell(request, 'app.webhook-secret', appId);
      return { ...(await shown(hub, appId)), secret };
    },
  );

  server.delete(
    '/apps/:accountSid/webhook',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Tell an app of nothing any more',
        description: 'Calls that wait are dropped.',
        tags: ['apps'],
        params,
        response: { 204: z.null().describe('It is removed'), ...problems },
      },
    },
    async (request, reply) => {
      const appId = request.params.accountSid;
      if (!(await hub.database.write(removeHook, { appId }))) throw noHook();
      await tell(request, 'app.webhook-removed', appId);
      return reply.code(204).send(null);
    },
  );

  const tell = (request: Parameters<typeof accessOf>[0], action: string, subject: string) =>
    hub.database.write(recordAudit, { actor: accessOf(request).actor, action, subject, now: hub.clock.now() });
}

async function save({ database, keyring, clock }: HubApi, appId: string, hook: VerifyHook): Promise<void> {
  if ((await findApp(database, appId)) === undefined) throw noApp();
  const position = await newestOfTrail(database);
  await database.write(saveHook, { appId, sealed: sealHook(keyring, appId, hook), position, now: clock.now() });
}

async function shown({ database, keyring, clock }: HubApi, appId: string): Promise<z.output<typeof hookSchema>> {
  if ((await findApp(database, appId)) === undefined) throw noApp();
  const found = await findHook(database, keyring, appId);
  if (found === undefined) return { url: null, secrets: 0, waiting: 0, failedAt: null, failure: null };
  const now = clock.now();
  const { row, hook } = found;
  return {
    url: hook?.url ?? null,
    secrets: (hook?.secrets ?? []).filter(({ until }) => until === null || until > now).length,
    waiting: await waitingCalls(database, appId),
    failedAt: toIsoOrNull(row.failed_at),
    failure: row.failure,
  };
}

function freshSecret(random: RandomBytes): string {
  return `whsec_${Buffer.from(random(32)).toString('base64')}`;
}

function noApp(): KeypigeonError {
  return new KeypigeonError('not-found', 'There is no such app, or it is revoked.');
}

function noHook(): KeypigeonError {
  return new KeypigeonError('not-found', 'This app is told of nothing: there is no such app, or it has no address.');
}
