import { type Kysely, sql } from 'kysely';

/**
 * Counts that are forgotten in time are found without those that are not: whoever entered a wrong code and never a right
 * one is remembered.
 */
export async function limits(db: Kysely<unknown>): Promise<void> {
  await sql`drop index verify_limits_age`.execute(db);
  await sql`create index verify_limits_age on verify_limits (long_start) where streak = 0`.execute(db);
}
