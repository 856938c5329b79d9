import type { TakenBy } from '../domain/message.ts';
import type { Trx } from './database.ts';

/** Who was the first to take the code, of each message whose code was taken. */
export async function takersOf(db: Trx, messageIds: readonly string[]): Promise<Map<string, TakenBy>> {
  const takers = new Map<string, TakenBy>();
  if (messageIds.length === 0) return takers;
  const rows = await db
    .selectFrom('code_views')
    .leftJoin('people', 'people.id', 'code_views.person_id')
    .select(['code_views.message_id', 'code_views.person_id', 'code_views.copied_at', 'people.name'])
    .where('code_views.message_id', 'in', messageIds)
    .where('code_views.copied_at', 'is not', null)
    .orderBy('code_views.copied_at')
    .orderBy('code_views.person_id')
    .execute();
  for (const { message_id: id, person_id: person, copied_at: at, name } of rows)
    if (at !== null && !takers.has(id)) takers.set(id, { person, name: name ?? person, at });
  return takers;
}
