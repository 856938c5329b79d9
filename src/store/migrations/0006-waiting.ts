import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';
import type { Dialect } from '../database.ts';

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Who waits for a code and whom one went to, and accounts that somebody else tried to get into. */
export async function waiting(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema.alterTable('deliveries').addColumn('show', 'text').execute();
  await db.schema.alterTable('messages').addColumn('waited_by', 'text').execute();
  await waitsTable(db, dialect);
  await attacksTable(db);
}

async function waitsTable(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const isPostgres = dialect === 'postgres';
  await db.schema
    .createTable('waits')
    .addColumn('seq', isPostgres ? sql`bigserial` : sql`integer`, (column) =>
      isPostgres ? column.primaryKey() : column.primaryKey().autoIncrement(),
    )
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('person_id', 'text')
    .addColumn('service', 'text')
    .addColumn('service_key', 'text')
    .addColumn('line_id', 'text')
    .addColumn('state', 'text', required)
    .addColumn('started_at', 'bigint', required)
    .addColumn('ends_at', 'bigint', required)
    .addColumn('usual_delay_ms', 'bigint', required)
    .addColumn('message_id', 'text')
    .addColumn('came_at', 'bigint')
    .addColumn('came_line', 'text')
    .addColumn('said', 'text')
    .execute();
  await sql`create index waits_open on waits (ends_at) where state in ('waiting', 'nothing')`.execute(db);
  await sql`create index waits_came on waits (service_key, seq) where state = 'came'`.execute(db);
  await db.schema.createIndex('waits_person').on('waits').columns(['person_id', 'seq']).execute();
}

async function attacksTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('attacks')
    .addColumn('message_id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text', required)
    .addColumn('line_id', 'text', required)
    .addColumn('account', 'text', required)
    .addColumn('service', 'text')
    .addColumn('person_id', 'text')
    .addColumn('received_at', 'bigint', required)
    .addColumn('marked_at', 'bigint', required)
    .addColumn('ends_at', 'bigint', required)
    .addColumn('taken_back_at', 'bigint')
    .execute();
  await db.schema.createIndex('attacks_line').on('attacks').columns(['line_id', 'ends_at']).execute();
}
