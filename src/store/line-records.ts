import { emptyLineRecord, type LineRecord } from '../domain/line-judge.ts';
import { command, type Database } from './database.ts';

/** A line as one source of it sees it. */
export interface LineOfSource {
  lineId: string;
  sourceId: string;
}

/** What is remembered of a line by a source; undefined before the first `saveLineRecord`. */
export async function loadLineRecord(database: Database, of: LineOfSource): Promise<LineRecord | undefined> {
  const row = await database.read
    .selectFrom('settings')
    .select('value')
    .where('name', '=', nameOf(of))
    .executeTakeFirst();
  return row === undefined ? undefined : { ...emptyLineRecord, ...(JSON.parse(row.value) as Partial<LineRecord>) };
}

export const saveLineRecord = command('saveLineRecord', async (trx, args: LineOfSource & { record: LineRecord }) => {
  const row = { name: nameOf(args), value: JSON.stringify(args.record) };
  await trx
    .insertInto('settings')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: row.value }))
    .execute();
});

/** When the last text came to a line, backlog and events aside; null: none is known. */
export async function lastTextAt(database: Database, line: { id: string; ownerId: string }): Promise<number | null> {
  const row = await database.read
    .selectFrom('messages')
    .select('received_at')
    .where('owner_id', '=', line.ownerId)
    .where('line_id', '=', line.id)
    .where('event', 'is', null)
    .where('backlog', '=', 0)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.received_at ?? null;
}

function nameOf({ lineId, sourceId }: LineOfSource): string {
  return `line ${JSON.stringify([lineId, sourceId])}`;
}
