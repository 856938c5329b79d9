import type { Trx } from './database.ts';
import { appendEvent } from './events.ts';

/** An event about a message as it is now, for the one whose line it is and a copy for each other person who sees it. */
export async function tellOfMessage(
  trx: Trx,
  told: { messageId: string; kind: string; now: number; data?: object },
): Promise<void> {
  const { messageId, kind, now, data = {} } = told;
  const message = await trx
    .selectFrom('messages')
    .select(['owner_id', 'revision'])
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow();
  const readers = await trx
    .selectFrom('message_readers')
    .select('person_id')
    .where('message_id', '=', messageId)
    .where('revision', '=', message.revision)
    .where('person_id', '!=', message.owner_id)
    .execute();
  const event = { kind, data: JSON.stringify({ messageId, ...data }), createdAt: now };
  await appendEvent(trx, { ...event, ownerId: message.owner_id });
  for (const reader of readers) await appendEvent(trx, { ...event, ownerId: reader.person_id, copy: true });
}
