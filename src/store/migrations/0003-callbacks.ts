import { type Kysely, sql } from 'kysely';

/** Which state of a text its app was told last, so that a callback outlives a crash. */
export async function callbacks(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('texts').addColumn('told_state', 'text').execute();
  await sql`create index texts_untold on texts (updated_at) where callback is not null and app_id is not null and state <> 'queued' and (told_state is null or told_state <> state)`.execute(
    db,
  );
}
