import { type Kysely, sql } from 'kysely';

/** Factors that people of apps enrol, and browsers that they trust. */
export async function factors(db: Kysely<unknown>): Promise<void> {
  const statements = [
    'alter table verify_apps add column has_totp integer not null default 0',
    `create table verify_factors (
      id text primary key, app_id text not null, subject_hash text not null, kind text not null, state text not null,
      sealed text not null, last_step bigint, drift integer not null, created_at bigint not null,
      used_at bigint, ends_at bigint)`,
    'create index verify_factors_subject on verify_factors (app_id, subject_hash)',
    'create index verify_factors_end on verify_factors (ends_at) where ends_at is not null',
    `create table verify_recovery_codes (
      factor_id text not null, hash text not null, used_at bigint, primary key (factor_id, hash))`,
    `create table verify_factor_addresses (
      app_id text not null, folded_hash text not null, factor_id text not null,
      primary key (app_id, folded_hash, factor_id))`,
    'create index verify_factor_addresses_factor on verify_factor_addresses (factor_id)',
    `create table verify_tries (
      app_id text not null, subject_hash text not null, kind text not null, failures integer not null,
      free_at bigint not null, primary key (app_id, subject_hash, kind))`,
    `create table verify_browsers (
      id text primary key, app_id text not null, subject_hash text not null, sealed text not null, key_id text not null,
      uses integer not null, created_at bigint not null, seen_at bigint not null, ends_at bigint not null)`,
    'create index verify_browsers_subject on verify_browsers (app_id, subject_hash)',
    'create index verify_browsers_end on verify_browsers (ends_at)',
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
