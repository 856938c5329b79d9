import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { listAppVerifications, readAppVerification } from '../../store/app-verifications.ts';
import { isApp } from '../../store/apps.ts';
import { trailOf } from '../../store/verification-trail.ts';
import type { HubApi } from '../api.ts';
import { accountSid } from '../schemas/account-sid.ts';
import {
  appVerificationSchema,
  toAppVerificationJson,
  toTrailJson,
  trailedVerificationSchema,
} from '../schemas/app-verification.ts';
import { nextCursor, pageQuery, uuid } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

/** What an app had verified, for the owners of the hub; also of an app that is revoked. */
export function appVerificationsRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/apps/:accountSid/verifications',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'List what an app had verified',
        description: 'Newest first, with the tries to send the codes; never a code, and addresses are masked.',
        tags: ['apps'],
        params: z.strictObject({ accountSid }),
        querystring: z.strictObject(pageQuery),
        response: {
          200: z.strictObject({
            verifications: z.array(appVerificationSchema),
            next: z.string().nullable().describe('`before` of the next page; null: this is the last one'),
          }),
          ...problems,
        },
      },
    },
    async ({ params, query: { before, limit } }) => {
      const { database, keyring, clock } = hub;
      const appId = params.accountSid;
      if (!(await isApp(database, appId))) throw new KeypigeonError('not-found', 'There is no such app.');
      const found = await listAppVerifications(database, { appId, before, limit });
      const verifications = found.map((one) => toAppVerificationJson(one, keyring, clock.now()));
      return { verifications, next: nextCursor(verifications, limit) };
    },
  );

  server.get(
    '/apps/:accountSid/verifications/:id',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Read one verification of an app, and what befell it',
        tags: ['apps'],
        params: z.strictObject({ accountSid, id: uuid }),
        response: { 200: trailedVerificationSchema, ...problems },
      },
    },
    async ({ params }) => {
      const { database, keyring, clock } = hub;
      const found = await readAppVerification(database, params.accountSid, params.id);
      if (found === undefined) throw new KeypigeonError('not-found', 'This app has no such verification.');
      const trail = (await trailOf(database, params.id)).map(toTrailJson);
      return { ...toAppVerificationJson(found, keyring, clock.now()), trail };
    },
  );
}
