import { sql } from 'kysely';
import { command, type Database } from './database.ts';
import { heartbeatLostMs } from './nodes.ts';
import type { TextRow } from './texts.ts';

/** Texts that are not settled: few, with an index of their own. Literals, so that SQLite sees that the index serves. */
const isOpen = sql<boolean>`state in ('queued', 'sending')`;

/** Texts of this node that wait or are being sent, the oldest first. */
export function openTexts(database: Database, nodeId: string): Promise<TextRow[]> {
  return database.read
    .selectFrom('texts')
    .selectAll()
    .where(isOpen)
    .where('node_id', '=', nodeId)
    .orderBy('id')
    .execute();
}

/** Texts whose outcome is not known and was not asked for by a hub that still runs. */
export function unknownTexts(database: Database, nodeId: string, now: number): Promise<TextRow[]> {
  return database.read
    .selectFrom('texts')
    .selectAll()
    .where('purged_at', 'is', null)
    .where('purge_at', '>', now)
    .where('state', '=', 'unknown')
    .where('node_id', '=', nodeId)
    .orderBy('id')
    .execute();
}

/** On SQLite one hub serves a file: what an earlier run left, waiting or not known, becomes this node's. */
export const adoptTexts = command('adoptTexts', async (trx, args: { nodeId: string; now: number }): Promise<void> => {
  await trx
    .updateTable('texts')
    .set({ node_id: args.nodeId })
    .where(isOpen)
    .where('node_id', '!=', args.nodeId)
    .execute();
  await trx
    .updateTable('texts')
    .set({ node_id: args.nodeId })
    .where('purged_at', 'is', null)
    .where('purge_at', '>', args.now)
    .where('state', '=', 'unknown')
    .where('node_id', '!=', args.nodeId)
    .execute();
});

/** On PostgreSQL: texts of nodes whose heartbeat is lost. How many are claimed. */
export const claimLostTexts = command('claimLostTexts', async (trx, args: { nodeId: string }): Promise<number> => {
  const claimed = await sql<{ id: string }>`
    update texts set node_id = ${args.nodeId}
    where id in (
      select texts.id from texts left join nodes on nodes.id = texts.node_id
      where (texts.state in ('queued', 'sending') or (texts.state = 'unknown' and texts.purged_at is null))
        and texts.node_id <> ${args.nodeId}
        and (nodes.heartbeat_at is null
          or nodes.heartbeat_at < extract(epoch from clock_timestamp()) * 1000 - ${heartbeatLostMs}::bigint)
      for update of texts skip locked)
    returning id`.execute(trx);
  return claimed.rows.length;
});
