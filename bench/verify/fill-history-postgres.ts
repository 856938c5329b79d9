import pg from 'pg';

const day = 86_400_000;
/** Address and subject of a verification are erased after so long; limits are forgotten after the other. */
const keptMs = 30 * day;
const limitsKeptMs = 2 * day;
const tables = ['verifications', 'verify_sends', 'verify_audit'];

/** As `fillHistory`, on PostgreSQL. */
export async function fillHistoryOnPostgres(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '256MB'");
    const indexes = await dropIndexes(client);
    for (const sql of insertsOf(count)) await client.query(sql);
    for (const sql of indexes) await client.query(sql);
    // As autovacuum would in time: else it does so while the calls are measured.
    for (const table of [...tables, 'verify_limits']) await client.query(`vacuum (analyze, freeze) ${table}`);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

function insertsOf(count: number): string[] {
  const now = Date.now();
  const step = Math.floor((364 * day) / count);
  const at = `(${now - 364 * day}::bigint + n * ${step})`;
  const rows = (from: number) => `from generate_series(${from}::bigint, ${count}::bigint) as n`;
  const since = (ms: number) => Math.max(1, count - Math.floor(ms / step));
  const hex = (value: string, digits: number) => `lpad(to_hex(${value}), ${digits}, '0')`;
  const id = (table: string) =>
    `${hex(`${at} >> 16`, 8)} || '-' || ${hex(`${at} & 65535`, 4)} || '-7000-8000-${table}' || ${hex('n', 11)}`;
  // As a keyed hash looks: spread over the whole index.
  const hash = "substr(to_hex((n * 7919) % 1000003) || to_hex(n * 2654435761 % 4294967291) || repeat('x', 22), 1, 22)";
  const app = `'AC${'1'.repeat(32)}'`;
  const service = "'0190aaaa-0000-7000-8000-000000000001'";
  const sealed = `case when ${at} > ${now - keptMs} then 'k1.' || repeat('ab', 110) end`;
  const audit = (after: number, event: string, detail: string, destHash: string, status: string) =>
    `insert into verify_audit (at, app_id, verification_id, event, detail, dest_hash, status)
      select ${at} + ${after}, ${app}, ${id('0')}, '${event}', ${detail}, ${destHash}, '${status}' ${rows(1)}`;
  return [
    `insert into verifications (id, app_id, service_id, purpose, open_key, dest_hash, limit_key, region, channel,
        status, sealed, key_id, salt, code_mac, code_length, binding_hash, payload_hash, locale, test, attempts,
        max_attempts, sends, max_sends, last_send_at, next_send_at, created_at, updated_at, expires_at, ended_at, due_at)
      select ${id('0')}, ${app}, ${service}, 'login', null, ${hash}, 'failures:' || ${app} || ':' || ${hash} || ':', 'US',
        'sms', 'approved', ${sealed}, 'k1', 'abcdefghijklmnopqrstuv', null, 6, null, null, 'en', 0, 1, 5, 1, 5, ${at},
        ${at} + 30000, ${at}, ${at} + 20000, ${at} + 600000, ${at} + 20000,
        case when ${at} > ${now - keptMs} then ${at} + ${keptMs} end ${rows(1)}`,
    `insert into verify_sends (id, verification_id, app_id, service_id, number, kind, region, channel, provider,
        receipt, state, reason, error_code, cost_micros, node_id, created_at, updated_at)
      select ${id('1')}, ${id('0')}, ${app}, ${service}, 1, 'sms', 'US', 'line', 'modem', 'SM' || ${hex('n', 32)},
        'delivered', null, null, 7000, 'old', ${at}, ${at} + 3000 ${rows(1)}`,
    audit(0, 'created', "'sms'", hash, 'pending'),
    audit(1_000, 'sent', "'sms'", 'null', 'pending'),
    audit(20_000, 'approved', 'null', hash, 'approved'),
    `insert into verify_limits (key, short_start, short_count, short_before, long_start,
        long_count, long_before, streak, blocked_until, blocks)
      select 'destination:' || ${hash}, ${at}, 1, 0, ${at}, 1, 0, 0, 0, 0 ${rows(since(limitsKeptMs))}
      on conflict do nothing`,
  ];
}

/** One index after the other over what is there costs a tenth of keeping them up. Keys stay. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; sql: string }>(
    `select indexname as name, indexdef as sql from pg_indexes
      where tablename = any($1) and indexname not in (select conname from pg_constraint)`,
    [tables],
  );
  for (const { name } of rows) await client.query(`drop index "${name}"`);
  return rows.map(({ sql }) => sql);
}
