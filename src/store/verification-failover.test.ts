import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { verificationRow } from '../../test/helpers/verification-rows.ts';
import { command } from './database.ts';
import { awaitsReports, failOver, overdueSends, reportSend, triedChannels } from './verification-failover.ts';
import { settleSends } from './verification-sends.ts';
import type { SendRow, VerificationRow } from './verification-tables.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const now = 1_800_000_000_000;

const insert = command('insert', async (trx, given: { row: VerificationRow; send: SendRow }): Promise<void> => {
  await trx.insertInto('verifications').values(given.row).execute();
  await trx.insertInto('verify_sends').values(given.send).execute();
});

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`tries whose report is awaited on ${dialect}`, () => {
    let store: TestStore;
    let count = 0;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
    });
    after(() => store.dispose());

    /** A code that `acme` took, and should report by `now + 10`. */
    const sent = async (changes: Partial<VerificationRow> = {}): Promise<SendRow> => {
      count += 1;
      const send = sendOf(`s${count}`, `v${count}`);
      await store.database.write(insert, { row: { ...verificationRow(`v${count}`, now), ...changes }, send });
      const nothing = { line: null, reason: null, errorCode: null, costMicros: null, reserved: null };
      const took = { channel: 'acme', provider: 'acme', receipt: `r${count}`, state: 'sent' as const };
      await store.database.write(settleSends, [{ ...nothing, ...took, id: send.id, reportDueAt: now + 10, now }]);
      return send;
    };
    const next = (send: SendRow, id = `${send.id}-next`): SendRow => ({ ...send, id, created_at: now + 20 });
    const overdue = async (at: number) => (await overdueSends(store.database, at, 10)).map(({ id }) => id);
    const report = (send: SendRow, reached: boolean) =>
      store.database.write(reportSend, {
        ...{ provider: 'acme', receipt: `r${send.id.slice(1)}`, reached, reason: null, errorCode: null, now: now + 1 },
      });

    it('are due in their time, and one of those who look at once goes on', async () => {
      const send = await sent();
      assert.deepEqual([await overdue(now + 9), await overdue(now + 10)], [[], [send.id]]);
      assert.deepEqual(await triedChannels(store.database, send), new Set(['acme']));
      const all = ['a', 'b', 'c'].map((id) =>
        store.database.write(failOver, { sendId: send.id, next: next(send, `${send.id}-${id}`), limits: [] }),
      );
      assert.deepEqual((await Promise.all(all)).sort(), [false, false, true]);
      assert.equal(await awaitsReports(store.database), false);
    });

    it('are over when it arrived, due at once when it did not, and unheard where they are of another', async () => {
      const [arrived, lost] = [await sent(), await sent()];
      assert.deepEqual([await report(arrived, true), await report(arrived, false)], [true, false]);
      assert.equal(await report(lost, false), true);
      assert.deepEqual(await overdue(now + 1), [lost.id]);
      assert.equal(await store.database.write(failOver, { sendId: lost.id, next: null, limits: [] }), false);
      const stranger = { provider: 'other', receipt: 'r1', reached: true, reason: null, errorCode: null, now };
      assert.equal(await store.database.write(reportSend, stranger), false);
    });

    it("are followed by none that goes beyond the day's money of the app, and the trail says so", async () => {
      const rule = { shortMs: 1_000, short: 100, longMs: 1_000, long: 100 };
      const money = (amount: number) => [{ key: 'money:AC1', rule, refusal: 'daily-cost' as const, amount }];
      const follows = async (amount: number) => {
        const send = await sent();
        await report(send, false);
        return store.database.write(failOver, { sendId: send.id, next: next(send), limits: money(amount) });
      };
      assert.deepEqual([await follows(60), await follows(60), await follows(30)], [true, false, true]);
      const rows = await store.database.read.selectFrom('verify_audit').select(['event', 'detail']).execute();
      assert.deepEqual(
        rows.filter(({ event }) => event === 'refused'),
        [{ event: 'refused', detail: 'daily-cost' }],
      );
    });

    it('are followed by none once the code is right, expired, sent again, of the app, or out of guesses', async () => {
      for (const changes of [
        { status: 'approved' },
        { expires_at: now + 20 },
        { sends: 2 },
        { code_mac: 'm' },
        { attempts: 5 },
      ]) {
        const send = await sent(changes);
        const followed = await store.database.write(failOver, { sendId: send.id, next: next(send), limits: [] });
        assert.equal(followed, false, JSON.stringify(changes));
      }
      assert.equal(await awaitsReports(store.database), false);
    });
  });
}

function sendOf(id: string, verificationId: string): SendRow {
  return {
    ...{ id, verification_id: verificationId, app_id: 'AC1', service_id: 's', number: 1, kind: 'sms', region: 'US' },
    ...{ channel: null, provider: null, line: null, receipt: null, state: 'sending', reason: null, error_code: null },
    ...{ cost_micros: null, node_id: 'n', created_at: now, updated_at: now },
  };
}
