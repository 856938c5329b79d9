import SQLite from 'better-sqlite3';

const day = 86_400_000;
/** Address and subject of a verification are erased after so long; limits are forgotten after the other. */
const keptMs = 30 * day;
const limitsKeptMs = 2 * day;

/** A year of verifications that were approved, each with its try, its trail, and what is not erased or forgotten yet. */
export function fillHistory(file: string, count: number): void {
  const database = new SQLite(file);
  database.pragma('synchronous = OFF');
  database.pragma('journal_mode = MEMORY');
  database.pragma('cache_size = -262144');
  const now = Date.now();
  const step = Math.floor((364 * day) / count);
  const at = `(${now - 364 * day} + n * ${step})`;
  const rows = (from: number) =>
    `with recursive numbers(n) as (select ${from} union all select n + 1 from numbers where n < ${count})`;
  const since = (ms: number) => Math.max(1, count - Math.floor(ms / step));
  const id = (table: string) => `printf('%08x-%04x-7000-8000-${table}%011x', ${at} >> 16, ${at} & 65535, n)`;
  // As a keyed hash looks: spread over the whole index.
  const hash = 'substr(hex((n * 7919) % 1000003) || hex(n * 2654435761 % 4294967291), 1, 22)';
  const app = `'AC${'1'.repeat(32)}'`;
  const service = "'0190aaaa-0000-7000-8000-000000000001'";
  const limitKey = `'failures:' || ${app} || ':' || ${hash} || ':'`;
  const sealed = `case when ${at} > ${now - keptMs} then 'k1.' || hex(zeroblob(110)) end`;
  const indexes = dropIndexes(database);
  database.exec(`begin;
    ${rows(1)} insert into verifications (id, app_id, service_id, purpose, open_key, dest_hash, limit_key, region, channel,
        status, sealed, key_id, salt, code_mac, code_length, binding_hash, payload_hash, locale, test, attempts,
        max_attempts, sends, max_sends, last_send_at, next_send_at, created_at, updated_at, expires_at, ended_at, due_at)
      select ${id('0')}, ${app}, ${service}, 'login', null, ${hash}, ${limitKey}, 'US', 'sms', 'approved', ${sealed}, 'k1',
        'abcdefghijklmnopqrstuv', null, 6, null, null, 'en', 0, 1, 5, 1, 5, ${at}, ${at} + 30000, ${at}, ${at} + 20000,
        ${at} + 600000, ${at} + 20000, case when ${at} > ${now - keptMs} then ${at} + ${keptMs} end from numbers;
    ${rows(1)} insert into verify_sends (id, verification_id, app_id, service_id, number, kind, region, channel, provider,
        receipt, state, reason, error_code, cost_micros, node_id, created_at, updated_at)
      select ${id('1')}, ${id('0')}, ${app}, ${service}, 1, 'sms', 'US', 'line', 'modem', printf('SM%032x', n), 'delivered',
        null, null, 7000, 'old', ${at}, ${at} + 3000 from numbers;
    ${rows(1)} insert into verify_audit (at, app_id, verification_id, event, detail, dest_hash, status)
      select ${at}, ${app}, ${id('0')}, 'created', 'sms', ${hash}, 'pending' from numbers;
    ${rows(1)} insert into verify_audit (at, app_id, verification_id, event, detail, dest_hash, status)
      select ${at} + 1000, ${app}, ${id('0')}, 'sent', 'sms', null, 'pending' from numbers;
    ${rows(1)} insert into verify_audit (at, app_id, verification_id, event, detail, dest_hash, status)
      select ${at} + 20000, ${app}, ${id('0')}, 'approved', null, ${hash}, 'approved' from numbers;
    ${rows(since(limitsKeptMs))} insert or ignore into verify_limits (key, short_start, short_count, short_before, long_start,
        long_count, long_before, streak, blocked_until, blocks)
      select 'destination:' || ${hash}, ${at}, 1, 0, ${at}, 1, 0, 0, 0, 0 from numbers;
    commit;`);
  for (const sql of indexes) database.exec(sql);
  database.pragma('journal_mode = WAL');
  database.close();
}

/** One index after the other over what is there costs a tenth of keeping them up. */
function dropIndexes(database: SQLite.Database): string[] {
  const found = database
    .prepare<[], { name: string; sql: string }>(
      "select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in ('verifications', 'verify_sends', 'verify_audit')",
    )
    .all();
  for (const { name } of found) database.exec(`drop index "${name}"`);
  return found.map(({ sql }) => sql);
}
