import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../database.ts';

/** Texts that the hub sends itself, to see whether they arrive. */
export async function canary(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const statements = [
    `create table canaries (
      id text primary key, next_at bigint not null, lost_since bigint, told_since bigint)${dialect === 'sqlite' ? ' without rowid' : ''}`,
    `create table canary_runs (
      id text primary key, canary_id text not null, line_id text not null, via text not null, state text not null,
      started_at bigint not null, left_at bigint, due_at bigint not null, arrived_at bigint, source_id text,
      reason text)`,
    'create index canary_runs_canary on canary_runs (canary_id, started_at)',
    "create index canary_runs_open on canary_runs (due_at) where state in ('sending', 'sent')",
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
