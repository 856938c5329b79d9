import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { explainTrace } from '../../routing/explain.ts';
import { attemptsOf, listDeliveries } from '../../store/deliveries.ts';
import { getMessage, tracesOf } from '../../store/messages.ts';
import { viewerOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { isoTime, toIso, uuidParams } from '../schemas/common.ts';
import { toTriedDeliveryJson, triedDeliverySchema } from '../schemas/delivery.ts';
import { problems } from '../schemas/problem.ts';
import { linesForPeople, traceSchema } from '../schemas/trace.ts';
import type { ApiServer } from './api.ts';

/** One message has a delivery for each destination and revision; more than these are not listed. */
const deliveriesTold = 500;

const explanation = z.strictObject({
  messageId: z.string(),
  revisions: z
    .array(z.strictObject({ revision: z.number(), trace: traceSchema, lines: linesForPeople }))
    .describe('Newest first; there are several where parts of the text came late'),
  deliveries: z.array(triedDeliverySchema),
});

const hypothetical = z.strictObject({
  line: z.string().min(1).describe('Id of the line that the text comes to'),
  sender: z.string().max(320).default('').describe('Number, short code or name'),
  text: z.string().max(65_536).describe('The text; it is not stored'),
  receivedAt: z.iso.datetime({ offset: true }).optional().describe('When; default is now'),
});

const answer = z.strictObject({
  line: z.string(),
  sender: z.string().describe('As it is compared: numbers in E.164'),
  code: z.string().nullable(),
  service: z.string().nullable(),
  receivedAt: isoTime,
  trace: traceSchema,
  lines: linesForPeople,
});

export function explanationRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/messages/:id/explanation',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Why a message went where it went',
        tags: ['messages'],
        params: uuidParams,
        response: { 200: explanation, ...problems },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      const messageId = request.params.id;
      const message = await getMessage(hub.database, hub.keyring, viewer, messageId);
      if (message === undefined || message.view === 'hidden')
        throw new KeypigeonError('not-found', 'There is no message with this id.');
      const traces = await tracesOf(hub.database, viewer, messageId);
      const deliveries = await listDeliveries(hub.database, viewer, { messageId, limit: deliveriesTold });
      const attempts = await attemptsOf(
        hub.database,
        viewer,
        deliveries.map(({ id }) => id),
      );
      return {
        messageId,
        revisions: traces.map(({ revision, trace }) => ({ revision, trace, lines: explainTrace(trace) })),
        deliveries: deliveries.map((delivery) => toTriedDeliveryJson(delivery, attempts)),
      };
    },
  );

  server.post(
    '/explanations',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Where a text like this would go, and why',
        description: 'Nothing is stored or sent.',
        tags: ['messages'],
        body: hypothetical,
        response: { 200: answer, ...problems },
      },
    },
    async (request) => {
      const { receivedAt, ...text } = request.body;
      const at = receivedAt === undefined ? {} : { receivedAt: Date.parse(receivedAt) };
      const { message, code, trace } = hub.explain({ ...text, ...at });
      return {
        line: message.lineId,
        sender: message.sender,
        code,
        service: message.service,
        receivedAt: toIso(message.receivedAt),
        trace,
        lines: explainTrace(trace),
      };
    },
  );
}
