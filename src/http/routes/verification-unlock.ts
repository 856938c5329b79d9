import { z } from 'zod';
import { forgetFailures } from '../../store/verification-check.ts';
import { AddressRefusedError } from '../../verification/address.ts';
import { foldedHashOf } from '../../verification/factors/parts.ts';
import { failureKey } from '../../verification/limits.ts';
import { appOf } from '../app-access.ts';
import type { FindFactorParts } from '../factor-parts.ts';
import { subject } from '../schemas/factor.ts';
import { problems } from '../schemas/problem.ts';
import { refusalError } from '../verification-refusals.ts';
import type { ApiServer } from './api.ts';

const body = z.strictObject({
  to: z.string().trim().min(1).max(254).describe('Number or mailbox, however it is written'),
  subject: subject.optional().describe('Whose wrong codes they are, where verifications of this address name somebody'),
});

/** How somebody who was kept out by wrong codes is let in again. */
export function verificationUnlockRoutes(server: ApiServer, partsOf: FindFactorParts): void {
  server.post(
    '/verifications/unlock',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'Forget the wrong codes of a person',
        description:
          'For somebody who is kept out by `max-checks` and has proved by another way who they are. After a hundred wrong codes in a row nothing else lets them in. It is noted in the audit trail.',
        tags: ['verifications'],
        body,
        response: { 204: z.null().describe('It is done'), ...problems },
      },
    },
    async (request, reply) => {
      const { database, clock, hashes, defaultRegion } = partsOf();
      const { to, subject: named } = request.body;
      const { id: appId } = appOf(request);
      const foldedHash = readFolded({ hashes, defaultRegion }, to);
      const key = failureKey(appId, foldedHash, named === undefined ? '' : hashes.of('subject', named));
      await database.write(forgetFailures, { key, appId, now: clock.now() });
      return reply.code(204).send(null);
    },
  );
}

/** Throws KeypigeonError for an address that is none. */
function readFolded(...asked: Parameters<typeof foldedHashOf>): string {
  try {
    return foldedHashOf(...asked);
  } catch (error) {
    if (!(error instanceof AddressRefusedError)) throw error;
    throw refusalError({ refusal: error.refusal, retryAfterMs: null, detail: error.message });
  }
}
