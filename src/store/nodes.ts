import { sql } from 'kysely';
import { command } from './database.ts';
import { isOpen } from './outbox.ts';

/** A node whose heartbeat is this old has lost its deliveries to the others. */
export const heartbeatLostMs = 15_000;
/** A node whose heartbeat is this old leaves no trace. */
const forgottenMs = 3_600_000;

/**
 * All that a gone node left becomes this node's and is due at once, also what waited for a later try: on SQLite
 * everything, since one hub serves a file.
 */
export const adoptDeliveries = command('adoptDeliveries', async (trx, args: { nodeId: string; now: number }) => {
  const adopted = await trx
    .updateTable('deliveries')
    .set({ node_id: args.nodeId, next_attempt_at: args.now })
    .where(isOpen)
    .where('node_id', '!=', args.nodeId)
    .executeTakeFirst();
  await trx.deleteFrom('nodes').where('id', '!=', args.nodeId).execute();
  return Number(adopted.numUpdatedRows);
});

/**
 * On PostgreSQL: rows of nodes whose heartbeat is lost, due at once. `SKIP LOCKED`, so that nodes that claim at once
 * share them. `more`: there may be further ones.
 */
export const claimLost = command('claimLost', async (trx, args: { nodeId: string; now: number; limit: number }) => {
  const { nodeId, now, limit } = args;
  const claimed = await sql<{ destination_id: string }>`
    update deliveries set node_id = ${nodeId}, next_attempt_at = ${now}::bigint
    where id in (
      select deliveries.id from deliveries
      left join nodes on nodes.id = deliveries.node_id
      where deliveries.state in ('pending', 'sending') and deliveries.node_id <> ${nodeId}
        and (nodes.heartbeat_at is null
          or nodes.heartbeat_at < extract(epoch from clock_timestamp()) * 1000 - ${heartbeatLostMs}::bigint)
      order by deliveries.priority, deliveries.id limit ${limit} for update of deliveries skip locked)
    returning destination_id`.execute(trx);
  await trx
    .deleteFrom('nodes')
    .where('heartbeat_at', '<', sql<number>`extract(epoch from clock_timestamp()) * 1000 - ${forgottenMs}::bigint`)
    .execute();
  return {
    destinationIds: [...new Set(claimed.rows.map((row) => row.destination_id))],
    more: claimed.rows.length === limit,
  };
});

/** A sign of life by the database's clock: nodes' clocks may differ. */
export const beat = command('beat', async (trx, { nodeId, now }: { nodeId: string; now: number | null }) => {
  const time = now ?? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
  await trx
    .insertInto('nodes')
    .values({ id: nodeId, started_at: time, heartbeat_at: time })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ heartbeat_at: time }))
    .execute();
});

export const leave = command('leave', async (trx, { nodeId }: { nodeId: string }) => {
  await trx.deleteFrom('nodes').where('id', '=', nodeId).execute();
});
