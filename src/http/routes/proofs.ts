import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { typedCode } from '../../domain/typed.ts';
import { accessOf } from '../access.ts';
import type { HubApi, Prover } from '../api.ts';
import { isoTime, nameParams, toIso } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const sent = z.strictObject({
  sentTo: z.string().describe('The address, as far as its owner needs it to recognise it'),
  triesLeft: z.number().describe('Wrong codes that are taken yet; another code does not give more of them'),
  againAt: isoTime.describe('Not before this can another code be sent'),
});

const entered = z.strictObject({
  code: z
    .string()
    .max(20)
    .transform(typedCode)
    .pipe(z.string().regex(/^\d{6}$/, 'expected the six digits of the code')),
});

/** Whoever adds a phone or mailbox proves that they hold it. */
export function proofRoutes(server: ApiServer, hub: HubApi): void {
  server.post(
    '/destinations/:id/proof',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Send a code to a destination that is to be proven',
        description:
          'For the person whose destination it is. 30 s after one, and longer after each further one; 5 in an hour. The code is good for 10 minutes.',
        tags: ['adapters'],
        params: nameParams,
        response: { 200: sent, ...problems },
      },
    },
    async (request) => {
      const { againAt, ...rest } = await hub.sendProof(proverOf(request), request.params.id);
      return { ...rest, againAt: toIso(againAt) };
    },
  );

  server.post(
    '/destinations/:id/proof/check',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Prove a destination by the code that was sent there',
        description: '422 `code-wrong` takes one of five tries.',
        tags: ['adapters'],
        params: nameParams,
        body: entered,
        response: { 200: z.strictObject({ proof: z.literal('proven') }), ...problems },
      },
    },
    async (request) => {
      await hub.checkProof(proverOf(request), request.params.id, request.body.code);
      return { proof: 'proven' as const };
    },
  );
}

function proverOf(request: FastifyRequest): Prover {
  const { viewer, actor, person } = accessOf(request);
  return { viewer, actor, person: person === undefined ? undefined : { id: person.id, name: person.name } };
}
