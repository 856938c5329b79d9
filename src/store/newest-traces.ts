import type { RoutingTrace } from '../domain/route.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Database } from './database.ts';

/** Why each of these messages went where it went, as it is now; of those whose reasons the viewer may see. */
export async function newestTraces(
  database: Database,
  viewer: Viewer,
  messageIds: readonly string[],
): Promise<Map<string, RoutingTrace>> {
  if (messageIds.length === 0) return new Map();
  let query = database.read
    .selectFrom('traces')
    .innerJoin('messages', (join) =>
      join.onRef('messages.id', '=', 'traces.message_id').onRef('messages.revision', '=', 'traces.revision'),
    )
    .select(['traces.message_id', 'traces.trace'])
    .where('traces.message_id', 'in', messageIds);
  if (viewer.kind === 'person') query = query.where('messages.owner_id', '=', viewer.personId);
  const rows = await query.execute();
  return new Map(rows.map((row) => [row.message_id, JSON.parse(row.trace) as RoutingTrace]));
}
