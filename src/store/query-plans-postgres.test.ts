import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { verificationRow } from '../../test/helpers/verification-rows.ts';
import { createChecker } from './verification-check.ts';
import { issueCodes } from './verification-issue.ts';
import { createVerificationFinder } from './verification-reads.ts';
import { leaveSend, sendsOf, settleSends } from './verification-sends.ts';
import type { SendRow } from './verification-tables.ts';

const postgres = await startPostgres();
const submitted = new Set<string>();
const { submit } = pg.Query.prototype as unknown as { submit(this: pg.Query & { text: string }): void };
let store: TestStore;
before(async () => {
  Object.assign(pg.Query.prototype, {
    submit(this: pg.Query & { text: string }, ...rest: []) {
      submitted.add(this.text);
      return submit.apply(this, rest);
    },
  });
  store = await openTestStore(await postgres.create());
});
after(async () => {
  Object.assign(pg.Query.prototype, { submit });
  await store.dispose();
  await postgres.stop();
});

const now = 1_800_000_000_000;

it('whoever issues and checks codes reads no whole table, also where PostgreSQL knows nothing of them yet', async () => {
  const { database } = store;
  submitted.clear();
  const finder = createVerificationFinder(database);
  const request = (id: string, at: number) => {
    const row = { ...verificationRow(id, at), open_key: 'open' };
    const limits = [
      { key: 'app:a', rule: { shortMs: 1, short: 9, longMs: 1, long: 9 }, refusal: 'app-limit' as const },
    ];
    const nothing = { idempotency: null, again: null, advance: null, workflow: null };
    return { row, send: sendOf(`s${id}`, id, at), limits, failureKey: 'failures', ...nothing };
  };
  await database.write(issueCodes, [request('v1', now)]);
  await database.write(issueCodes, [request('v2', now + 60_000)]);
  await database.write(leaveSend, { id: 'sv1', channel: 'acme', now });
  const nothing = { line: null, reason: null, errorCode: null, costMicros: null, reserved: null, reportDueAt: null };
  const took = { channel: 'acme', provider: 'acme', receipt: 'r', state: 'sent' as const };
  await database.write(settleSends, [{ ...nothing, ...took, id: 'sv1', now }]);
  await Promise.all([finder.byId('v1'), finder.byOpenKey('open'), sendsOf(database.readByKey, [{ which: 'v1' }])]);
  const check = createChecker(database);
  for (const [id, matched] of [
    ['v1', false],
    ['v1', true],
    ['v2', true],
    ['v2', true],
  ] as const)
    await check({ id, matched, sends: null, failureKey: 'failures', now });
  const statements = [...submitted].filter((sql) => sql.includes('json_to_recordset'));
  assert.ok(statements.length >= 12, `${statements.length} statements were seen`);
  assert.deepEqual((await Promise.all(statements.map(scansOf))).flat(), []);
});

/** Scans of a whole table, or of a whole index. */
async function scansOf(statement: string): Promise<string[]> {
  const { rows } = await store.database.readByKey.executeQuery<{ 'QUERY PLAN': string }>(
    CompiledQuery.raw(`explain (generic_plan, costs off) ${statement}`),
  );
  const lines = rows.map((row) => row['QUERY PLAN']);
  return lines
    .filter((line, index) => /Seq Scan|Index (?:Only )?Scan/.test(line) && !/Index Cond/.test(lines[index + 1] ?? ''))
    .map((line) => `${line}: ${statement}`);
}

function sendOf(id: string, verification_id: string, at: number): SendRow {
  return {
    ...{ id, verification_id, app_id: 'a', service_id: 's', number: 1, kind: 'sms', region: null, channel: null },
    ...{
      provider: null,
      line: null,
      receipt: null,
      state: 'queued',
      reason: null,
      error_code: null,
      cost_micros: null,
    },
    ...{ node_id: 'n', created_at: at, updated_at: at },
  };
}
