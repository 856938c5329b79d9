import { z } from 'zod';
import { callStates } from '../../domain/call.ts';
import { type AskingCall, liveCalls } from '../../store/calls.ts';
import { accessOf, viewerOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { isoTime, toIso, uuidParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const call = z
  .strictObject({
    id: z.string(),
    line: z.string(),
    source: z.string(),
    messageId: z.string().describe('What was heard when it asked'),
    keys: z.array(z.string()).describe('The keys that it asked for, such as `#`'),
    state: z.enum(callStates).describe('`asking` waits for a click; `pressed` got its key and is not over yet'),
    askedAt: isoTime,
    endsAt: isoTime.describe('It is hung up by then'),
  })
  .meta({ id: 'LiveCall' });

const pressed = z.strictObject({
  keys: z
    .string()
    .regex(/^[0-9*#]{1,12}$/, 'expected keys of a phone: 0 to 9, * and #')
    .describe('What is pressed: one of `keys`, or what the site shows'),
  askedAt: z.iso.datetime().describe('Of the call as the person saw it: what it asks for later is another question'),
});

/** Calls to one's own lines that ask to press a key. */
export function callRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/calls',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List live calls that ask for a key',
        description: "Of one's own lines. The event `call` tells when one asks, and what became of it.",
        tags: ['calls'],
        response: { 200: z.strictObject({ calls: z.array(call) }), ...problems },
      },
    },
    async (request) => {
      const calls = await liveCalls(hub.database, viewerOf(request), hub.clock.now());
      return { calls: calls.map(toCallJson) };
    },
  );

  server.post(
    '/calls/:id/press',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Press keys in a live call',
        description:
          "For whose line it is. Approves what the call asks for, so nothing but a person's click may do this. Once for each time that it asks: 404 when it does not wait any more, 409 `question-changed` when it asks for something else than at `askedAt`, 409 `conflict` when the call is over.",
        tags: ['calls'],
        params: uuidParams,
        body: pressed,
        response: { 204: z.null().describe('The keys were sent'), ...problems },
      },
    },
    async (request, reply) => {
      const { viewer, actor } = accessOf(request);
      const { keys, askedAt } = request.body;
      await hub.pressKeys(viewer, request.params.id, { keys, askedAt: Date.parse(askedAt) }, actor);
      return reply.code(204).send(null);
    },
  );

  server.post(
    '/calls/:id/hang-up',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Hang up a live call that asks for a key',
        tags: ['calls'],
        params: uuidParams,
        response: { 204: z.null().describe('It is over'), ...problems },
      },
    },
    async (request, reply) => {
      const { viewer, actor } = accessOf(request);
      await hub.refuseCall(viewer, request.params.id, actor);
      return reply.code(204).send(null);
    },
  );
}

function toCallJson({ id, lineId, sourceId, messageId, keys, state, askedAt, endsAt }: AskingCall) {
  const times = { askedAt: toIso(askedAt), endsAt: toIso(endsAt) };
  return { id, line: lineId, source: sourceId, messageId, keys, state, ...times };
}
