import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { appToken } from '../../store/apps.ts';
import { takeReturn } from '../../store/verification-return.ts';
import { isSignedReturn, returnSeconds, returnStatuses } from '../../verification/return-address.ts';
import type { HubApi } from '../api.ts';
import { appOf } from '../app-access.ts';
import { uuidParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import { toVerificationJson, verificationSchema } from '../schemas/verification.ts';
import { noVerification } from '../verification-refusals.ts';
import type { ApiServer } from './api.ts';

const returned = z.strictObject({
  status: z.enum(returnStatuses),
  expires: z.coerce.number().int().min(0),
  signature: z.string().min(1).max(100),
});

/** How an app takes back a browser from a hosted page. */
export function verificationReturnRoutes(server: ApiServer, hub: HubApi): void {
  server.post(
    '/verifications/:id/return',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'Take a browser back from the hosted page',
        description: `Send what came in the query of \`returnUrl\`. It is good once and for ${returnSeconds} seconds: 403 \`invalid-signature\` where it was not signed so or is too old, 409 \`conflict\` the second time. Look also whether it is the verification that you began for this very session.`,
        tags: ['verifications'],
        params: uuidParams,
        body: returned,
        response: { 200: verificationSchema, ...problems },
      },
    },
    async (request) => {
      const { database, keyring, clock, verifying } = hub;
      const app = appOf(request);
      const { id } = request.params;
      const { signature, ...signed } = request.body;
      const token = await appToken(database, keyring, app.id);
      if (token === undefined || !isSignedReturn({ id, ...signed }, signature, token, clock.now()))
        throw new KeypigeonError('invalid-signature', 'The return was not signed so, or is too old.');
      const found = await verifying.find(app, null, { id });
      if (found === undefined || found.row.status !== signed.status) throw noVerification();
      if (!(await database.write(takeReturn, { appId: app.id, verificationId: id, now: clock.now() })))
        throw new KeypigeonError('conflict', 'This return was taken already.');
      return toVerificationJson(found, clock.now());
    },
  );
}
