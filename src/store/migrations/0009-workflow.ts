import { type Kysely, sql } from 'kysely';

/** Keys of apps, verifications that go on to another channel by themselves, and what apps are told of theirs. */
export async function workflow(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table app_keys (
      id text primary key, app_id text not null, secret_hash text not null, created_at bigint not null,
      revoked_at bigint)`,
    'create unique index app_keys_secret on app_keys (secret_hash)',
    'create index app_keys_app on app_keys (app_id)',
    'create index apps_token on apps (token_hash)',
    `create table verify_workflows (
      verification_id text primary key, step integer not null, due_at bigint)`,
    'create index verify_workflows_due on verify_workflows (due_at) where due_at is not null',
    `create table verify_hooks (
      app_id text primary key, sealed text not null, position text not null, created_at bigint not null,
      failed_at bigint, failure text)`,
    `create table verify_hook_calls (
      id text primary key, app_id text not null, body text not null, tries integer not null, due_at bigint not null,
      created_at bigint not null)`,
    'create index verify_hook_calls_due on verify_hook_calls (due_at)',
    'create index verify_hook_calls_app on verify_hook_calls (app_id)',
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
