import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Who has proven to hold the address of a destination, codes on their way to one, and when codes were sent and guessed. */
export async function proof(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('proofs')
    .addColumn('destination_id', 'text', required)
    .addColumn('tries_left', 'integer', required)
    .addColumn('tries_since', 'bigint')
    .addColumn('code_mac', 'text')
    .addColumn('salt', 'text')
    .addColumn('sent_to', 'text')
    .addColumn('ends_at', 'bigint')
    .addColumn('held', 'text')
    .addColumn('proven_at', 'bigint')
    .addPrimaryKeyConstraint('proofs_key', ['destination_id'])
    .execute();
  await db.schema
    .createTable('proof_times')
    .addColumn('key', 'text', required)
    .addColumn('times', 'text', required)
    .addColumn('last_at', 'bigint', required)
    .addPrimaryKeyConstraint('proof_times_key', ['key'])
    .execute();
  await sql`create index proof_times_age on proof_times (last_at)`.execute(db);
}
