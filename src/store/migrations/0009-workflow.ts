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
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
