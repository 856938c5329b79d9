import { type Kysely, sql } from 'kysely';

/** What a search reads from its newest end, for one person without coming across another one's messages. */
export async function search(db: Kysely<unknown>): Promise<void> {
  // Each further index costs a tenth of the CPU of a commit; lines and senders are found without, by reading on.
  await sql`create index messages_service on messages (owner_id, service, id) where service is not null`.execute(db);
  await readers(db);
  // Deliveries are listed in their own order; who may see a message now stands in message_readers.
  await db.schema.dropIndex('deliveries_owner').execute();
  await db.schema.createIndex('deliveries_owner').on('deliveries').columns(['owner_id', 'id']).execute();
}

/** Whom a message of somebody else's line was sent to: one row, where its deliveries to them are many. */
async function readers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('message_readers')
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('message_readers_key', ['person_id', 'message_id'])
    .execute();
  await sql`insert into message_readers (person_id, message_id, revision)
    select distinct deliveries.owner_id, messages.id, messages.revision from deliveries
    join messages on messages.id = deliveries.message_id and messages.revision = deliveries.message_revision
    where deliveries.owner_id <> messages.owner_id`.execute(db);
}
