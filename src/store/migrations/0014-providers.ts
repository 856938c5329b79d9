import { type Kysely, sql } from 'kysely';

/** Who sends codes besides the own lines, and tries whose report is awaited. */
export async function providers(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table providers (
      id text primary key, kind text not null, position integer not null, owner_id text, enabled integer not null,
      regions text, report_seconds integer not null, config text not null, provisioned integer not null,
      retired_at bigint)`,
    'create table verify_awaited (send_id text primary key, channel text not null, due_at bigint not null)',
    'create index verify_awaited_due on verify_awaited (due_at)',
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
