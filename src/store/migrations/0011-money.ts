import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../database.ts';

/** What codes cost, and how many of those that were sent are entered. */
export async function money(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const statements = [
    // The line that sent it, where it was one of our own.
    'alter table verify_sends add column line text',
    `create table verify_prices (
      kind text not null, payer text not null, place text not null, micros bigint not null,
      primary key (kind, payer, place))`,
    `create table verify_costs (
      month text not null, app_id text not null, payer text not null, is_line integer not null, kind text not null,
      sends bigint not null, unpriced bigint not null, micros bigint not null,
      primary key (month, app_id, payer, is_line, kind))`,
    `create table verify_conversion (
      key text not null, bucket bigint not null, tried bigint not null, good bigint not null,
      primary key (key, bucket))`,
    `create table verify_alarms (
      key text primary key, app_id text not null, since bigint not null, until bigint not null,
      tried bigint not null, good bigint not null)`,
    'create index verify_limits_blocked on verify_limits (blocked_until) where blocked_until > 0',
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
  // Money of a day is counted in millionths: more than 32 bits. SQLite's integers have 64 anyway.
  if (dialect === 'postgres')
    for (const name of ['short_count', 'short_before', 'long_count', 'long_before'])
      await sql.raw(`alter table verify_limits alter column ${name} type bigint`).execute(db);
}
