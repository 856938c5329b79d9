import { z } from 'zod';
import { renewCodes } from '../../verification/factors/recovery.ts';
import { recoverySheet } from '../../verification/factors/sheet.ts';
import { appOf } from '../app-access.ts';
import type { FindFactorParts } from '../factor-parts.ts';
import { factorSchema, recoveryJson, subject } from '../schemas/factor.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const wanted = z.strictObject({
  subject,
  issuer: z.string().trim().min(1).max(60).optional().describe('On the sheet; default is the name of the app'),
  account: z.string().trim().max(60).default('').describe('On the sheet: whose codes they are, as a user name'),
  locale: z.string().min(2).max(35).default('en').describe('Language of the sheet (BCP 47)'),
});
const made = factorSchema.extend({
  codes: z.array(z.string()).describe('Shown this once; each is good once'),
  sheet: z.string().describe('A page to print, in HTML, with the codes: shown to the person and stored nowhere'),
});

/** Recovery codes of the people of apps. */
export function recoveryCodeRoutes(server: ApiServer, partsOf: FindFactorParts): void {
  server.post(
    '/recovery-codes',
    {
      config: { scope: 'app' },
      schema: {
        summary: 'Make ten recovery codes for a person',
        description: 'For people without a phone at hand, or without any. Those that the person had before end.',
        tags: ['factors'],
        body: wanted,
        response: { 201: made, ...problems },
      },
    },
    async (request, reply) => {
      const app = appOf(request);
      const { subject, issuer = app.name, account, locale } = request.body;
      const { row, codes } = await renewCodes(partsOf(), { appId: app.id, subject });
      const sheet = recoverySheet({ codes, serviceName: issuer, account, madeAt: row.created_at, locale });
      return reply.code(201).send({ ...recoveryJson(row, codes.length), codes, sheet });
    },
  );
}
