import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Texts that our lines send, the apps that ask for them, parts of texts that are not whole, and events of lines. */
export async function sending(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('messages').addColumn('event', 'text').execute();
  await db.schema.alterTable('lines').addColumn('sending', 'text').execute();
  await partsTable(db);
  await textsTable(db);
  await appsTable(db);
  await sql`create index deliveries_receipt on deliveries (receipt) where receipt is not null and state = 'sent'`.execute(
    db,
  );
}

async function partsTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('parts')
    .addColumn('source_id', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('data', 'text', required)
    .addColumn('received_at', 'bigint', required)
    .addPrimaryKeyConstraint('parts_key', ['source_id', 'id'])
    .execute();
}

async function textsTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('texts')
    .addColumn('id', 'text', required)
    .addColumn('owner_id', 'text', required)
    .addColumn('line_id', 'text', required)
    .addColumn('lines', 'text', required)
    .addColumn('app_id', 'text')
    .addColumn('source_id', 'text')
    .addColumn('to_number', 'text', required)
    .addColumn('from_number', 'text')
    .addColumn('text', 'text')
    .addColumn('segments', 'integer', required)
    .addColumn('state', 'text', required)
    .addColumn('reason', 'text')
    .addColumn('error_code', 'integer')
    .addColumn('receipt', 'text')
    .addColumn('callback', 'text')
    .addColumn('idempotency_key', 'text')
    .addColumn('node_id', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('sent_at', 'bigint')
    .addColumn('updated_at', 'bigint', required)
    .addColumn('send_until', 'bigint', required)
    .addColumn('purge_at', 'bigint', required)
    .addColumn('purged_at', 'bigint')
    .addPrimaryKeyConstraint('texts_key', ['id'])
    .execute();
  await db.schema.createIndex('texts_owner').on('texts').columns(['owner_id', 'id']).execute();
  await sql`create index texts_app on texts (app_id, id) where app_id is not null`.execute(db);
  await sql`create index texts_open on texts (line_id, id) where state in ('queued', 'sending')`.execute(db);
  await sql`create index texts_receipt on texts (source_id, receipt) where receipt is not null`.execute(db);
  await sql`create index texts_purge on texts (purge_at) where purged_at is null`.execute(db);
  await sql`create unique index texts_idempotency on texts (owner_id, idempotency_key) where idempotency_key is not null`.execute(
    db,
  );
}

async function appsTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('apps')
    .addColumn('id', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('owner_id', 'text', required)
    .addColumn('token_hash', 'text', required)
    .addColumn('token', 'text', required)
    .addColumn('lines', 'text')
    .addColumn('created_at', 'bigint', required)
    .addColumn('last_used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addPrimaryKeyConstraint('apps_key', ['id'])
    .execute();
}
