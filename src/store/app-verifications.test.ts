import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { listAppVerifications, readAppVerification } from './app-verifications.ts';
import { command } from './database.ts';
import { logChanges } from './verification-log.ts';
import type { SendRow, VerificationRow } from './verification-tables.ts';
import { trailOf } from './verification-trail.ts';
import { insertService, usualServiceSettings } from './verify-services.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const started = 1_800_000_000_000;
const shop = `AC${'1'.repeat(32)}`;
const other = `AC${'2'.repeat(32)}`;
const idOf = (kind: number, number: number) => `018bcfe5-680${kind}-7000-8000-${String(number).padStart(12, '0')}`;

const insert = command('insert', async (trx, given: { rows: VerificationRow[]; sends: SendRow[] }): Promise<void> => {
  await trx.insertInto('verifications').values(given.rows).execute();
  await trx.insertInto('verify_sends').values(given.sends).execute();
  for (const row of given.rows) {
    const about = { at: started, appId: row.app_id, verificationId: row.id, destHash: null, status: null };
    await logChanges(trx, [
      { ...about, change: 'created', detail: 'sms' },
      { ...about, change: 'approved', detail: null },
    ]);
  }
});

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`verifications of an app on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
      const service = { id: idOf(0, 0), appId: shop, name: 'Shop', settings: usualServiceSettings, now: started };
      await store.database.write(insertService, service);
      const apps = [shop, other, shop, shop];
      const rows = apps.map((appId, index) => rowOf(index + 1, appId));
      const sends = apps.flatMap((appId, index) => [sendOf(index + 1, appId, 1), sendOf(index + 1, appId, 2)]);
      // Its first text was sent by the next provider, too, when all of these had begun.
      sends.push({ ...sendOf(3, shop, 1), id: idOf(9, 1) });
      await store.database.write(insert, { rows, sends });
    });
    after(() => store.dispose());

    it('come newest first, page by page, with their tries in order', async () => {
      const page = (from?: string) => listAppVerifications(store.database, { appId: shop, before: from, limit: 2 });
      const first = await page();
      assert.deepEqual(
        first.map(({ row, serviceName, sends }) => [row.id, serviceName, sends.map(({ number }) => number)]),
        [
          [idOf(1, 4), 'Shop', [1, 2]],
          [idOf(1, 3), 'Shop', [1, 1, 2]],
        ],
      );
      assert.deepEqual(
        (await page(idOf(1, 3))).map(({ row }) => row.id),
        [idOf(1, 1)],
      );
      assert.deepEqual(await page(idOf(1, 2)), [], 'after one of another app there is nothing');
    });

    it('are read by their own app only, with a trail in order', async () => {
      assert.equal((await readAppVerification(store.database, other, idOf(1, 2)))?.row.app_id, other);
      assert.equal(await readAppVerification(store.database, shop, idOf(1, 2)), undefined);
      const trail = await trailOf(store.database, idOf(1, 1));
      assert.deepEqual(
        trail.map(({ event, detail, at }) => [event, detail, at]),
        [
          ['created', 'sms', started],
          ['approved', null, started],
        ],
      );
    });
  });
}

function rowOf(number: number, appId: string): VerificationRow {
  return {
    ...{ id: idOf(1, number), app_id: appId, service_id: idOf(0, 0), purpose: 'login', open_key: null, dest_hash: 'd' },
    ...{ limit_key: 'l', region: 'US', channel: 'sms', status: 'approved', sealed: null, key_id: 'k', salt: 's' },
    ...{ code_mac: null, code_length: 6, binding_hash: null, payload_hash: null, locale: 'en', test: 0, attempts: 1 },
    ...{ max_attempts: 5, sends: 2, max_sends: 5, last_send_at: started, next_send_at: started, created_at: started },
    ...{ updated_at: started, expires_at: started + 600_000, ended_at: started, due_at: null },
  };
}

function sendOf(verification: number, appId: string, number: number): SendRow {
  return {
    ...{ id: idOf(2, verification * 10 - number), verification_id: idOf(1, verification), app_id: appId, number },
    ...{
      service_id: idOf(0, 0),
      kind: 'sms',
      region: 'US',
      channel: 'line',
      provider: 'stick',
      receipt: null,
      line: 'office',
    },
    ...{ state: 'sent', reason: null, error_code: null, cost_micros: null, node_id: 'n' },
    ...{ created_at: started, updated_at: started },
  };
}
