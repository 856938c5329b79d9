import { z } from 'zod';
import type { Show } from '../../domain/delivery.ts';
import { lineEvents } from '../../domain/line-status.ts';
import type { SeenMessage } from '../../store/messages.ts';
import { isoTime, isoTimeOrNull, toIso, toIsoOrNull } from './common.ts';

export const messageSchema = z
  .strictObject({
    id: z.string(),
    line: z.string().describe('Id of the line that it came to'),
    owner: z.string().describe('Id of the person whose line that is'),
    sender: z.string().describe('As the network reported it; untrusted'),
    text: z.string().nullable().describe('null once it is erased, or where it is not shown'),
    code: z.string().nullable().describe('The one-time code; null where there is none, or as for `text`'),
    kind: z.string().nullable().describe('What the text is about, e.g. `one-time-code`'),
    service: z.string().nullable(),
    domain: z.string().nullable().describe('Host that the code is bound to'),
    embeddedDomain: z.string().nullable(),
    confidence: z.number().describe('How sure the extraction is, 0 to 1'),
    receivedAt: isoTime,
    sentAt: isoTimeOrNull,
    sentAtLocal: z.string().nullable().describe("The network's time stamp without a zone"),
    expiresAt: isoTimeOrNull.describe('When the code ends by what the text says'),
    deliverUntil: isoTime.describe('No attempt is made from here on'),
    purgeAt: isoTime.describe('Text and code are erased from here on'),
    purgedAt: isoTimeOrNull,
    backlog: z.boolean().describe('It was at the source before the first run: history, delivered nowhere'),
    incomplete: z.boolean().describe('Parts are missing so far'),
    event: z.enum(lineEvents).nullable().describe('What befell the line; null for a text that came'),
    revision: z.number(),
    sources: z.array(z.string()).describe('Ids of the sources that saw it, the first one first'),
    takenBy: z
      .strictObject({ person: z.string().describe('Id of the person'), name: z.string(), at: isoTime })
      .nullable()
      .describe('Who took the code first, so that two do not use it; null: nobody'),
    waitedBy: z
      .strictObject({ person: z.string(), name: z.string() })
      .nullable()
      .describe('Who was waiting for it: others got a notice'),
    underAttack: z
      .boolean()
      .describe('Somebody said of this service on this line "this wasn\'t me", at most 24 hours before it came'),
    view: z
      .enum(['full', 'code', 'notice', 'hidden'])
      .describe("How much of it you may see; `hidden`: it came to somebody else's line, and nothing of it is shown"),
  })
  .meta({ id: 'Message' });

export type MessageJson = z.output<typeof messageSchema>;

/** A message as the API writes it, with no more than `show` allows. */
export function toMessageJson(message: SeenMessage, show: Show): MessageJson {
  const { id, lineId, ownerId, ...rest } = message;
  return {
    id,
    line: lineId,
    owner: ownerId,
    ...rest,
    text: show === 'full' ? message.text : null,
    code: show === 'notice' ? null : message.code,
    receivedAt: toIso(message.receivedAt),
    sentAt: toIsoOrNull(message.sentAt),
    expiresAt: toIsoOrNull(message.expiresAt),
    deliverUntil: toIso(message.deliverUntil),
    purgeAt: toIso(message.purgeAt),
    purgedAt: toIsoOrNull(message.purgedAt),
    takenBy: message.takenBy === null ? null : { ...message.takenBy, at: toIso(message.takenBy.at) },
  };
}
