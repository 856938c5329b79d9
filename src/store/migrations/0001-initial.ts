import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';
import type { Dialect } from '../database.ts';

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** The first schema. `owner_id` stands on all that is somebody's, so that every read can be limited to a viewer. */
export async function initial(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await configurationTables(db);
  await messageTables(db);
  await deliveryTables(db);
  await eventTables(db, dialect);
}

async function configurationTables(db: Kysely<unknown>): Promise<void> {
  await table(db, 'settings', ['name']).addColumn('value', 'text', required).execute();
  await retirable(table(db, 'people', ['id']).addColumn('name', 'text', required)).execute();
  await retirable(
    table(db, 'lines', ['id'])
      .addColumn('number', 'text')
      .addColumn('owner_id', 'text', required)
      .addColumn('unmatched', 'text'),
  ).execute();
  await retirable(
    table(db, 'sources', ['id'])
      .addColumn('kind', 'text', required)
      .addColumn('line_id', 'text', required)
      .addColumn('enabled', 'smallint', required)
      .addColumn('config', 'text', required)
      .addColumn('memory', 'text'),
  ).execute();
  await retirable(
    table(db, 'destinations', ['id'])
      .addColumn('kind', 'text', required)
      .addColumn('owner_id', 'text', required)
      .addColumn('enabled', 'smallint', required)
      .addColumn('show', 'text', required)
      .addColumn('template', 'text')
      .addColumn('config', 'text', required)
      .addColumn('off_reason', 'text')
      .addColumn('off_at', 'bigint'),
  ).execute();
  await retirable(
    table(db, 'routes', ['id'])
      .addColumn('position', 'integer', required)
      .addColumn('name', 'text', required)
      .addColumn('condition', 'text', required)
      .addColumn('targets', 'text', required)
      .addColumn('stop', 'smallint', required)
      .addColumn('revision', 'integer', required),
  ).execute();
  await table(db, 'tokens', ['id'])
    .addColumn('name', 'text', required)
    .addColumn('hash', 'text', required)
    .addColumn('scopes', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('last_used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .execute();
  await db.schema.createIndex('tokens_hash').unique().on('tokens').column('hash').execute();
}

async function messageTables(db: Kysely<unknown>): Promise<void> {
  await table(db, 'messages', ['id'])
    .addColumn('owner_id', 'text', required)
    .addColumn('line_id', 'text', required)
    .addColumn('sender', 'text', required)
    .addColumn('text', 'text')
    .addColumn('code', 'text')
    .addColumn('kind', 'text')
    .addColumn('has_code', 'smallint', required)
    .addColumn('service', 'text')
    .addColumn('domain', 'text')
    .addColumn('embedded_domain', 'text')
    .addColumn('confidence', 'real', required)
    .addColumn('received_at', 'bigint', required)
    .addColumn('sent_at', 'bigint')
    .addColumn('sent_at_local', 'text')
    .addColumn('sent_at_is_network', 'smallint', required)
    .addColumn('expires_at', 'bigint')
    .addColumn('deliver_until', 'bigint', required)
    .addColumn('purge_at', 'bigint', required)
    .addColumn('purged_at', 'bigint')
    .addColumn('backlog', 'smallint', required)
    .addColumn('incomplete', 'smallint', required)
    .addColumn('revision', 'integer', required)
    .addColumn('content_key', 'text')
    .execute();
  await db.schema.createIndex('messages_owner').on('messages').columns(['owner_id', 'id']).execute();
  await partialIndex(db, 'messages_purge', 'messages', ['purge_at'], sql`purged_at is null`);
  await partialIndex(db, 'messages_content', 'messages', ['content_key'], sql`content_key is not null`);
  await table(db, 'sightings', ['source_id', 'transport_key'])
    .addColumn('message_id', 'text', required)
    .addColumn('seen_at', 'bigint', required)
    .addColumn('erased', 'smallint', required)
    .execute();
  await db.schema.createIndex('sightings_message').on('sightings').column('message_id').execute();
  await partialIndex(db, 'sightings_kept', 'sightings', ['source_id', 'message_id'], sql`erased = 0`);
  await table(db, 'content_claims', ['content_key']).addColumn('claimed_at', 'bigint', required).execute();
  await db.schema
    .createTable('traces')
    .addColumn('message_id', 'text', required)
    .addColumn('revision', 'integer', required)
    .addColumn('trace', 'text', required)
    .addPrimaryKeyConstraint('traces_key', ['message_id', 'revision'])
    .execute();
}

async function deliveryTables(db: Kysely<unknown>): Promise<void> {
  await table(db, 'deliveries', ['id'])
    .addColumn('message_id', 'text', required)
    .addColumn('message_revision', 'integer', required)
    .addColumn('destination_id', 'text', required)
    .addColumn('owner_id', 'text', required)
    .addColumn('route', 'text')
    .addColumn('state', 'text', required)
    .addColumn('reason', 'text')
    .addColumn('priority', 'smallint', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('node_id', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('first_attempt_at', 'bigint')
    .addColumn('next_attempt_at', 'bigint')
    .addColumn('deliver_until', 'bigint', required)
    .addColumn('settled_at', 'bigint')
    .addColumn('receipt', 'text')
    .execute();
  await db.schema.createIndex('deliveries_message').on('deliveries').column('message_id').execute();
  await partialIndex(
    db,
    'deliveries_open',
    'deliveries',
    ['destination_id', 'priority', 'id'],
    sql`state in ('pending', 'sending')`,
  );
  await db.schema
    .createTable('attempts')
    .addColumn('delivery_id', 'text', required)
    .addColumn('number', 'integer', required)
    .addColumn('started_at', 'bigint', required)
    .addColumn('duration_ms', 'integer', required)
    .addColumn('outcome', 'text', required)
    .addColumn('detail', 'text')
    .addPrimaryKeyConstraint('attempts_key', ['delivery_id', 'number'])
    .execute();
  await table(db, 'daily_counts', ['name', 'day']).addColumn('count', 'integer', required).execute();
  await table(db, 'nodes', ['id'])
    .addColumn('started_at', 'bigint', required)
    .addColumn('heartbeat_at', 'bigint', required)
    .execute();
}

/** On PostgreSQL an event carries its transaction's id, so that readers can wait for slower transactions. */
async function eventTables(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const seq = dialect === 'postgres' ? sql`bigserial` : sql`integer`;
  const xid = dialect === 'postgres' ? sql`(pg_current_xact_id()::text::bigint)` : sql`0`;
  await db.schema
    .createTable('events')
    .addColumn('seq', seq, (column) =>
      dialect === 'postgres' ? column.primaryKey() : column.primaryKey().autoIncrement(),
    )
    .addColumn('xid', 'bigint', (column) => column.notNull().defaultTo(xid))
    .addColumn('kind', 'text', required)
    .addColumn('owner_id', 'text', required)
    .addColumn('data', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .execute();
  if (dialect === 'postgres')
    await db.schema.createIndex('events_order').on('events').columns(['xid', 'seq']).execute();
  await db.schema.createIndex('events_age').on('events').column('created_at').execute();
}

function table(db: Kysely<unknown>, name: string, keys: string[]) {
  let builder = db.schema.createTable(name);
  for (const key of keys) builder = builder.addColumn(key, 'text', required);
  return builder.addPrimaryKeyConstraint(`${name}_key`, keys as never[]);
}

function retirable(builder: ReturnType<typeof table>) {
  return builder.addColumn('provisioned', 'smallint', required).addColumn('retired_at', 'bigint');
}

async function partialIndex(
  db: Kysely<unknown>,
  name: string,
  on: string,
  columns: string[],
  where: ReturnType<typeof sql>,
) {
  const list = sql.join(columns.map((column) => sql.ref(column)));
  await sql`create index ${sql.ref(name)} on ${sql.table(on)} (${list}) where ${where}`.execute(db);
}
