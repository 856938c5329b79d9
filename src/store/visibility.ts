import { type RawBuilder, sql } from 'kysely';
import { narrower, openness, type Show } from '../domain/delivery.ts';
import type { View, Viewer } from '../domain/viewer.ts';
import type { Database } from './database.ts';

/** A database that is only read. */
export type Reading = Pick<Database, 'dialect' | 'read'>;

/** Their line's, or sent to them as it is now: a later part may have made another text of it. About a row of `messages`. */
export function isShownTo(personId: string): RawBuilder<boolean> {
  return sql<boolean>`(messages.owner_id = ${personId} or exists (
    select 1 from message_readers where message_readers.person_id = ${personId}
      and message_readers.message_id = messages.id and message_readers.revision = messages.revision))`;
}

/** How much of each message a viewer sees: as far as the most open of their destinations that it was sent to shows it. */
export async function viewsOf(
  database: Reading,
  viewer: Viewer,
  rows: readonly { id: string; owner_id: string }[],
): Promise<Map<string, View>> {
  if (viewer.kind === 'administrator') return new Map(rows.map((row) => [row.id, 'full']));
  const views = new Map<string, View>();
  const others = rows.filter((row) => row.owner_id !== viewer.personId);
  for (const row of rows) if (row.owner_id === viewer.personId) views.set(row.id, 'full');
  if (others.length === 0) return views;
  const sent = await database.read
    .selectFrom('deliveries')
    .innerJoin('messages', 'messages.id', 'deliveries.message_id')
    .innerJoin('destinations', 'destinations.id', 'deliveries.destination_id')
    .select(['deliveries.message_id', 'destinations.show', 'deliveries.show as limit'])
    .whereRef('deliveries.message_revision', '=', 'messages.revision')
    .where('deliveries.owner_id', '=', viewer.personId)
    .where(
      'deliveries.message_id',
      'in',
      others.map((row) => row.id),
    )
    .execute();
  for (const { message_id: id, show, limit } of sent) {
    const shown = narrower(show as Show, limit as Show | null);
    const view = openness.find((one) => one === shown || one === views.get(id));
    views.set(id, view ?? 'notice');
  }
  return views;
}
