import { z } from 'zod';
import type { SentText } from '../../domain/sent-text.ts';
import { isoTime, isoTimeOrNull, toIso, toIsoOrNull } from './common.ts';

export const textState = z.enum([
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'unknown',
  'canceled',
]);

export const textSchema = z
  .strictObject({
    id: z.string(),
    line: z.string().describe('Id of the line that sends it; of several, the one tried last'),
    owner: z.string().describe('Id of the person whose line that is'),
    app: z.string().nullable().describe('The app that asked; null: a person'),
    to: z.string(),
    from: z.string().nullable(),
    text: z.string().nullable().describe('null once it is erased, 24 hours after it was settled'),
    segments: z.number().describe('Parts that it is sent in'),
    state: textState.describe(
      '`queued` waits; `sending`; `sent`: the network took it; `delivered` and `undelivered` by its report; `failed` surely did not leave; `unknown`: no answer, asked about and never sent again blindly; `canceled`',
    ),
    reason: z.string().nullable().describe('Why it is in this state, where that needs saying'),
    errorCode: z.number().nullable().describe("The provider's number of the error"),
    receipt: z.string().nullable().describe("The other side's id"),
    createdAt: isoTime,
    sentAt: isoTimeOrNull,
    updatedAt: isoTime,
  })
  .meta({ id: 'Text' });

export type TextJson = z.output<typeof textSchema>;

export function toTextJson({ lineId, ownerId, appId, createdAt, sentAt, updatedAt, ...text }: SentText): TextJson {
  return {
    ...text,
    line: lineId,
    owner: ownerId,
    app: appId,
    createdAt: toIso(createdAt),
    sentAt: toIsoOrNull(sentAt),
    updatedAt: toIso(updatedAt),
  };
}
