import { sql } from 'kysely';
import type { Viewer } from '../domain/viewer.ts';
import type { Database } from './database.ts';
import { isShownTo } from './visibility.ts';

/** So far back is looked, in messages: enough for years, and read in no time. */
const newest = 10_000;

/**
 * When each service was last heard, among what this viewer sees, in milliseconds since the epoch. `lineId`: only on that
 * line.
 */
export async function lastHeard(
  database: Database,
  viewer: Viewer,
  lineId: string | null,
): Promise<{ service: string; at: number }[]> {
  const heard = seenBy(database, viewer).map((messages) => {
    let query = database.read
      .selectFrom(messages.as('seen'))
      .select(['service', (select) => select.fn.max('received_at').as('at')])
      .where('service', 'is not', null)
      .where('event', 'is', null)
      .groupBy('service');
    if (lineId !== null) query = query.where('line_id', '=', lineId);
    return query.execute();
  });
  return (await Promise.all(heard))
    .flat()
    .flatMap(({ service, at }) => (service === null ? [] : [{ service, at: Number(at) }]));
}

/** Has this viewer lately seen a text that came to this line? */
export async function hasSeenLine(database: Database, viewer: Viewer, lineId: string): Promise<boolean> {
  for (const messages of seenBy(database, viewer)) {
    const found = await database.read
      .selectFrom(messages.as('seen'))
      .select('line_id')
      .where('line_id', '=', lineId)
      .limit(1)
      .executeTakeFirst();
    if (found !== undefined) return true;
  }
  return false;
}

/** The newest messages that a viewer sees: of their lines, and those that were sent to them; each in the order of an index. */
function seenBy({ read }: Database, viewer: Viewer) {
  const messages = read
    .selectFrom('messages')
    .select(['messages.service', 'messages.line_id', 'messages.event', 'messages.received_at'])
    .limit(newest);
  if (viewer.kind === 'administrator') return [messages.orderBy('messages.id', 'desc')];
  const sent = read
    .selectFrom('message_readers')
    .select('message_id')
    .where('person_id', '=', viewer.personId)
    .orderBy('message_id', 'desc')
    .limit(newest);
  return [
    messages.where('messages.owner_id', '=', viewer.personId).orderBy('messages.id', 'desc'),
    messages.where(sql<boolean>`messages.id in (${sent})`).where(isShownTo(viewer.personId)),
  ];
}
