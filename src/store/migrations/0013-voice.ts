import { type Kysely, sql } from 'kysely';

/** Live calls that ask their owner for a key. */
export async function voice(db: Kysely<unknown>): Promise<void> {
  await sql`create table calls (
    id text primary key, source_id text not null, call text not null, line_id text not null, owner_id text not null,
    message_id text not null, keys text not null, state text not null, asked_at bigint not null,
    ends_at bigint not null, settled_at bigint)`.execute(db);
  await sql`create unique index calls_call on calls (source_id, call)`.execute(db);
  await sql`create index calls_end on calls (ends_at)`.execute(db);
}
