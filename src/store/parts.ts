import type { StoredPart } from '../domain/stored-part.ts';
import { command, type Database, type Trx } from './database.ts';
import type { Keyring } from './keyring.ts';

/** Parts of one source, oldest first. */
export async function loadParts(database: Database, keyring: Keyring, sourceId: string): Promise<StoredPart[]> {
  const rows = await database.read
    .selectFrom('parts')
    .selectAll()
    .where('source_id', '=', sourceId)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    data: keyring.open(row.data, placeOf(sourceId, row.id)),
    receivedAt: row.received_at,
  }));
}

/** Seals a part for its row. */
export function sealPart(keyring: Keyring, sourceId: string, part: StoredPart): StoredPart {
  return { ...part, data: keyring.seal(part.data, placeOf(sourceId, part.id)) };
}

/** A part that is there already stays as it is: after a crash the modem gives the same ones again. */
export const keepParts = command('keepParts', async (trx, args: { sourceId: string; sealed: StoredPart[] }) => {
  for (const part of args.sealed) {
    await trx
      .insertInto('parts')
      .values({ source_id: args.sourceId, id: part.id, data: part.data, received_at: part.receivedAt })
      .onConflict((conflict) => conflict.columns(['source_id', 'id']).doNothing())
      .execute();
  }
});

export const dropParts = command('dropParts', (trx, args: { sourceId: string; ids: string[] }) =>
  deleteParts(trx, args.sourceId, args.ids),
);

export async function deleteParts(trx: Trx, sourceId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await trx.deleteFrom('parts').where('source_id', '=', sourceId).where('id', 'in', ids).execute();
}

function placeOf(sourceId: string, id: string) {
  return { table: 'parts', column: 'data', rowId: `${sourceId}/${id}` };
}
