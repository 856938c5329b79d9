import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../database.ts';

/** Apps follow the trail of their verifications itself; whether a code was entered is told by its verification. */
export async function trail(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await keepPendingCalls(db, dialect);
  const statements = [
    'alter table verify_sends drop column converted',
    'alter table verify_audit add column status text',
    ...(dialect === 'sqlite' ? [] : inOrderOfTransactions),
    `update verify_hooks set position = (select 't0-' || coalesce(max(seq), 0) from verify_audit)`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** As events are: a transaction that began earlier may end later. */
const inOrderOfTransactions = [
  'alter table verify_audit add column xid bigint not null default 0',
  'alter table verify_audit alter column xid set default (pg_current_xact_id()::text::bigint)',
  'alter table verify_audit drop constraint verify_audit_pkey',
  'alter table verify_audit add primary key (xid, seq)',
];

interface Untold {
  app_id: string;
  seq: number;
  data: string;
  created_at: number;
}

/** What apps were not told yet, in their place so far, becomes calls. */
async function keepPendingCalls(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const place = dialect === 'sqlite' ? "substr(position, instr(position, '-') + 1)" : "split_part(position, '-', 2)";
  const { rows } = await sql<Untold>`
    select events.seq, verify_hooks.app_id, data, events.created_at from verify_hooks
    cross join events where events.kind = 'verification' and events.owner_id = verify_hooks.app_id
      and events.seq > cast(${sql.raw(place)} as bigint)`.execute(db);
  for (const { app_id, seq, data, created_at } of rows) {
    const { change, ...about } = JSON.parse(data) as { change: string };
    const body = { type: `verification.${change}`, timestamp: new Date(created_at).toISOString(), data: about };
    await sql`insert into verify_hook_calls (id, app_id, body, tries, due_at, created_at)
      values (${`event-${seq}`}, ${app_id}, ${JSON.stringify(body)}, 0, ${created_at}, ${created_at})`.execute(db);
  }
}
