import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { getText, listTexts } from '../../store/texts.ts';
import { viewerOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { nextCursor, pageQuery, uuidParams } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import { textSchema, textState, toTextJson } from '../schemas/text.ts';
import type { ApiServer } from './api.ts';

const lineName = z.string().min(1).max(63);

const wish = z.strictObject({
  line: z
    .union([lineName, z.array(lineName).min(1).max(10)])
    .describe('The line that sends; a list is tried in order when a line surely could not send'),
  to: z.string().min(1).max(40).describe('The phone to text, as `+15550100003`; never one of your own lines'),
  text: z.string().min(1).max(1_600).describe('The words; more than one part where they are long'),
  from: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .describe("Sender number or name in place of the line's own, where its source allows that"),
  idempotencyKey: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Asked again with the same key within a day, nothing more is sent, and the first text is answered'),
  sendWithinSeconds: z.int().min(1).max(86_400).default(3_600).describe('Not sent any more after this'),
});

const filter = z.strictObject({
  ...pageQuery,
  line: z.string().optional().describe('Only those by this line'),
  state: textState.optional().describe('Only those in this state'),
});

const page = z.strictObject({
  texts: z.array(textSchema).describe('Newest first'),
  next: z.string().nullable().describe('`before` of the next page; null: this is the last one'),
});

/** Texts that our lines send. */
export function textRoutes(server: ApiServer, hub: HubApi): void {
  server.post(
    '/texts',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Send a text by a line',
        description:
          'Answered once it is stored; it goes out when its turn has come. Follow it by `GET /api/v1/texts/{id}` or the events `text`.',
        tags: ['texts'],
        body: wish,
        response: { 202: textSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { line, to, text, from, idempotencyKey, sendWithinSeconds } = request.body;
      const taken = await hub.sendText(viewerOf(request), {
        lines: [line].flat(),
        to,
        text,
        ...(from === undefined ? {} : { from }),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
        sendWithinMs: sendWithinSeconds * 1000,
      });
      return reply.code(202).send(toTextJson(taken));
    },
  );

  server.get(
    '/texts',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'List texts that were sent',
        tags: ['texts'],
        querystring: filter,
        response: { 200: page, ...problems },
      },
    },
    async (request) => {
      const { line: lineId, ...rest } = request.query;
      const texts = await listTexts(hub.database, hub.keyring, viewerOf(request), { ...rest, lineId });
      return { texts: texts.map(toTextJson), next: nextCursor(texts, rest.limit) };
    },
  );

  server.get(
    '/texts/:id',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Read one text that was sent',
        tags: ['texts'],
        params: uuidParams,
        response: { 200: textSchema, ...problems },
      },
    },
    async (request) => {
      const text = await getText(hub.database, hub.keyring, viewerOf(request), request.params.id);
      if (text === undefined) throw new KeypigeonError('not-found', 'There is no text with this id.');
      return toTextJson(text);
    },
  );

  server.post(
    '/texts/:id/cancel',
    {
      config: { scope: 'send' },
      schema: {
        summary: 'Take back a text that waits',
        description: 'Only while it is `queued`; else 409.',
        tags: ['texts'],
        params: uuidParams,
        response: { 200: textSchema, ...problems },
      },
    },
    async (request) => toTextJson(await hub.cancelText(viewerOf(request), request.params.id)),
  );
}
