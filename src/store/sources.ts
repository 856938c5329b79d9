import { command, type Database } from './database.ts';

/** What a source remembers between runs; undefined before its first `saveMemory`. */
export async function loadMemory(database: Database, sourceId: string): Promise<unknown> {
  const row = await database.read.selectFrom('sources').select('memory').where('id', '=', sourceId).executeTakeFirst();
  return row?.memory == null ? undefined : (JSON.parse(row.memory) as unknown);
}

export const saveMemory = command('saveMemory', async (trx, args: { sourceId: string; value: unknown }) => {
  await trx
    .updateTable('sources')
    .set({ memory: JSON.stringify(args.value) })
    .where('id', '=', args.sourceId)
    .execute();
});

/** Texts of a source whose message is purged here, so that the provider's copy may go too. */
export async function expiredTexts(
  database: Database,
  sourceId: string,
  limit: number,
): Promise<{ transportKey: string }[]> {
  const rows = await database.read
    .selectFrom('sightings')
    .innerJoin('messages', 'messages.id', 'sightings.message_id')
    .select('sightings.transport_key')
    .where('sightings.source_id', '=', sourceId)
    .where('sightings.erased', '=', 0)
    .where('messages.purged_at', 'is not', null)
    .where('messages.backlog', '=', 0)
    .limit(limit)
    .execute();
  return rows.map((row) => ({ transportKey: row.transport_key }));
}

export const markErased = command('markErased', async (trx, args: { sourceId: string; transportKeys: string[] }) => {
  if (args.transportKeys.length === 0) return;
  await trx
    .updateTable('sightings')
    .set({ erased: 1 })
    .where('source_id', '=', args.sourceId)
    .where('transport_key', 'in', args.transportKeys)
    .execute();
});
