import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';
import type { Dialect } from '../database.ts';

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const zero = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(0);

/** People who sign in: credentials, sessions, trusted browsers, set-up links, delays, and the log of who did what. */
export async function people(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await credentialColumns(db);
  await db.schema.alterTable('tokens').addColumn('person_id', 'text').execute();
  await db.schema.alterTable('events').addColumn('copy', 'smallint', zero).execute();
  await db.schema.createIndex('deliveries_owner').on('deliveries').columns(['owner_id', 'message_id']).execute();
  await passkeyTables(db);
  await sessionTables(db);
  await recordTables(db, dialect);
}

async function credentialColumns(db: Kysely<unknown>): Promise<void> {
  const columns: [string, 'text' | 'bigint'][] = [
    ['ends_at', 'bigint'],
    ['password', 'text'],
    ['totp', 'text'],
    ['totp_pending', 'text'],
    ['totp_step', 'bigint'],
  ];
  for (const [name, type] of columns) await db.schema.alterTable('people').addColumn(name, type).execute();
  const alter = db.schema.alterTable('people');
  await alter.addColumn('role', 'text', (column) => column.notNull().defaultTo('member')).execute();
  await db.schema.alterTable('people').addColumn('password_alone', 'smallint', zero).execute();
  await table(db, 'recovery_codes', ['hash'])
    .addColumn('person_id', 'text', required)
    .addColumn('used_at', 'bigint')
    .execute();
  await db.schema.createIndex('recovery_codes_person').on('recovery_codes').column('person_id').execute();
}

async function passkeyTables(db: Kysely<unknown>): Promise<void> {
  await table(db, 'passkeys', ['id'])
    .addColumn('person_id', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('rp_id', 'text', required)
    .addColumn('public_key', 'text', required)
    .addColumn('counter', 'bigint', required)
    .addColumn('transports', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('last_used_at', 'bigint')
    .execute();
  await db.schema.createIndex('passkeys_person').on('passkeys').column('person_id').execute();
  await table(db, 'used_challenges', ['hash']).addColumn('ends_at', 'bigint', required).execute();
}

async function sessionTables(db: Kysely<unknown>): Promise<void> {
  await table(db, 'sessions', ['hash'])
    .addColumn('id', 'text', required)
    .addColumn('person_id', 'text', required)
    .addColumn('stage', 'text', required)
    .addColumn('secure', 'smallint', required)
    .addColumn('how', 'text', required)
    .addColumn('browser', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('seen_at', 'bigint', required)
    .addColumn('ends_at', 'bigint', required)
    .execute();
  await db.schema.createIndex('sessions_person').on('sessions').column('person_id').execute();
  await table(db, 'trusted_browsers', ['id'])
    .addColumn('hash', 'text', required)
    .addColumn('old_hash', 'text')
    .addColumn('person_id', 'text', required)
    .addColumn('browser', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('seen_at', 'bigint', required)
    .addColumn('ends_at', 'bigint', required)
    .execute();
  await db.schema.createIndex('trusted_browsers_hash').unique().on('trusted_browsers').column('hash').execute();
  await db.schema.createIndex('trusted_browsers_old').on('trusted_browsers').column('old_hash').execute();
  await table(db, 'setup_links', ['hash'])
    .addColumn('person_id', 'text')
    .addColumn('created_at', 'bigint', required)
    .addColumn('ends_at', 'bigint', required)
    .execute();
  await table(db, 'sign_in_delays', ['key'])
    .addColumn('failures', 'integer', required)
    .addColumn('free_at', 'bigint', required)
    .addColumn('last_at', 'bigint', required)
    .execute();
}

async function recordTables(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const seq = dialect === 'postgres' ? sql`bigserial` : sql`integer`;
  await db.schema
    .createTable('audit')
    .addColumn('seq', seq, (column) =>
      dialect === 'postgres' ? column.primaryKey() : column.primaryKey().autoIncrement(),
    )
    .addColumn('at', 'bigint', required)
    .addColumn('actor', 'text', required)
    .addColumn('person_id', 'text')
    .addColumn('action', 'text', required)
    .addColumn('subject', 'text')
    .addColumn('address', 'text')
    .execute();
  await db.schema.createIndex('audit_at').on('audit').column('at').execute();
  await table(db, 'code_views', ['message_id', 'person_id'])
    .addColumn('seen_at', 'bigint', required)
    .addColumn('copied_at', 'bigint')
    .execute();
}

function table(db: Kysely<unknown>, name: string, keys: string[]) {
  let builder = db.schema.createTable(name);
  for (const key of keys) builder = builder.addColumn(key, 'text', required);
  return builder.addPrimaryKeyConstraint(`${name}_key`, keys as never[]);
}
