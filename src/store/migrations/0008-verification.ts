import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../database.ts';

/** Verifications, the tries to send their codes, their limits, and what apps set for them. */
export async function verification(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const serial = dialect === 'sqlite' ? 'integer primary key autoincrement' : 'bigserial primary key';
  const statements = [
    `create table verify_services (
      id text primary key, app_id text not null, name text not null, is_default integer not null,
      settings text not null, created_at bigint not null, updated_at bigint not null)`,
    'create index verify_services_app on verify_services (app_id, id)',
    'create unique index verify_services_default on verify_services (app_id) where is_default = 1',
    'create table verify_apps (app_id text primary key, settings text not null, sealed text)',
    `create table verifications (
      id text primary key, app_id text not null, service_id text not null, purpose text not null,
      open_key text, dest_hash text not null, limit_key text not null, region text, channel text not null,
      status text not null, sealed text, key_id text not null, salt text not null, code_mac text,
      code_length integer not null, binding_hash text, payload_hash text, locale text not null,
      test integer not null, attempts integer not null, max_attempts integer not null,
      sends integer not null, max_sends integer not null,
      last_send_at bigint not null, next_send_at bigint not null, created_at bigint not null,
      updated_at bigint not null, expires_at bigint not null, ended_at bigint, due_at bigint)`,
    'create unique index verifications_open on verifications (open_key) where open_key is not null',
    'create index verifications_due on verifications (due_at) where due_at is not null',
    `create table verify_sends (
      id text primary key, verification_id text not null, app_id text not null, service_id text not null,
      number integer not null, kind text not null, region text, channel text, provider text, receipt text,
      state text not null, reason text, error_code integer, cost_micros bigint, converted integer not null,
      node_id text not null, created_at bigint not null, updated_at bigint not null)`,
    'create index verify_sends_verification on verify_sends (verification_id)',
    'create index verify_sends_app on verify_sends (app_id, id)',
    "create index verify_sends_open on verify_sends (node_id) where state in ('queued', 'sending')",
    "create index verify_sends_receipt on verify_sends (receipt) where receipt is not null and state = 'sent'",
    `create table verify_limits (
      key text primary key, short_start bigint not null, short_count integer not null, short_before integer not null,
      long_start bigint not null, long_count integer not null, long_before integer not null,
      streak integer not null, blocked_until bigint not null, blocks integer not null)${dialect === 'sqlite' ? ' without rowid' : ''}`,
    'create index verify_limits_age on verify_limits (long_start)',
    `create table verify_keys (
      app_id text not null, key text not null, body_hash text not null, verification_id text not null,
      created_at bigint not null, primary key (app_id, key))`,
    'create index verify_keys_age on verify_keys (created_at)',
    `create table verify_audit (
      seq ${serial}, at bigint not null, app_id text not null, verification_id text, event text not null,
      detail text, dest_hash text)`,
    'create index verify_audit_verification on verify_audit (verification_id)',
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
