import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { insertApp } from './apps.ts';
import { liftBlock, listBlocks } from './blocks.ts';
import { judgeConversion } from './conversion.ts';
import { addCosts, readCosts } from './costs.ts';
import { command } from './database.ts';
import { readEvents } from './events.ts';
import { lockLimits } from './limit-rows.ts';
import { readPrices, removePrice, replacePrices, setPrice } from './prices.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const minute = 60_000;
const span = 5 * minute;
const now = 6_000_000 * span;
const app = `AC${'1'.repeat(32)}`;
const limitOf = command('limitOf', async (trx, key: string) => (await lockLimits(trx, [key])).get(key));

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`the books on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
      const common = { name: 'shop', ownerId: 'ann', lines: null, createdAt: now };
      await store.database.write(insertApp, { id: app, ...common, tokenHash: 'h', sealedToken: 't' });
    });
    after(() => store.dispose());

    const judge = (
      rows: { key: string; bucket: number; tried: number; good: number }[],
      at = now,
      safe: string[] = [],
    ) => store.database.write(judgeConversion, { rows, safe, now: at });
    const region = (code: string) => `region:${app}:${code}`;
    const sent = (key: string, tried: number, good: number, ago: number) => ({ key, bucket: now - ago, tried, good });

    it('blocks where hardly any code is entered, and says so', async () => {
      const pumped = region('GB');
      assert.deepEqual(await judge([sent(pumped, 10, 0, 20 * minute)]), []);
      const [alarm] = await judge([sent(pumped, 12, 1, 15 * minute), sent(pumped, 0, 1, 20 * minute)]);
      assert.deepEqual(alarm, { key: pumped, appId: app, since: now, until: now + 720 * minute, tried: 22, good: 2 });
      assert.deepEqual(await judge([sent(pumped, 30, 0, 15 * minute)]), [], 'it is blocked already');
      const [block] = await listBlocks(store.database, now);
      assert.deepEqual(
        [block?.scope, block?.place, block?.reason, block?.counts, block?.until],
        ['region', 'GB', 'few-entered', { tried: 22, good: 2 }, now + 720 * minute],
      );
      const { events } = await readEvents(store.database, { kind: 'person', personId: 'ann' }, null, 10);
      assert.deepEqual([events.at(-1)?.kind, events.at(-1)?.data.place], ['verification-alarm', 'GB']);
    });

    it('judges only what had its time, within an hour', async () => {
      assert.deepEqual(await judge([sent(region('FR'), 100, 0, 10 * minute)]), [], 'too young');
      assert.deepEqual(await judge([sent(region('IT'), 100, 0, 80 * minute)]), [], 'too old');
      assert.deepEqual(await judge([sent(region('ES'), 19, 0, 15 * minute)]), [], 'too few');
      assert.deepEqual(await judge([sent(region('PT'), 20, 2, 15 * minute)]), [], 'enough are entered');
      assert.equal((await judge([], now + span)).length, 1, 'now the young ones are old enough');
    });

    it('leaves alone what somebody vouches for', async () => {
      const key = region('NL');
      assert.deepEqual(await judge([sent(key, 40, 0, 15 * minute)], now, [key]), []);
      assert.equal((await judge([], now)).length, 1);
    });

    it('lifts a block, and begins to count anew; the next one lasts longer', async () => {
      const key = region('AT');
      await judge([sent(key, 40, 0, 15 * minute)]);
      assert.equal(await store.database.write(liftBlock, { key, now }), true);
      assert.equal(await store.database.write(liftBlock, { key, now }), false);
      assert.equal((await store.database.write(limitOf, key))?.blocked_until, 0);
      assert.deepEqual(await judge([]), []);
      const [again] = await judge([sent(key, 40, 0, 15 * minute)]);
      assert.equal(again?.until, now + 1_440 * minute);
    });

    it('tells once an hour that most codes are wrong', async () => {
      const key = `checks:${app}`;
      const wrong = (good: number) => ({ key, bucket: now, tried: 200, good });
      assert.deepEqual(await judge([wrong(100)]), []);
      const [alarm] = await judge([wrong(10)]);
      assert.deepEqual([alarm?.key, alarm?.tried, alarm?.good], [key, 400, 110]);
      assert.deepEqual(await judge([wrong(0)]), []);
      const found = (await listBlocks(store.database, now)).find(({ scope }) => scope === 'checks');
      assert.equal(found?.reason, 'many-wrong-codes');
      assert.equal(await store.database.write(liftBlock, { key, now }), true);
    });

    it('keeps two nodes that judge at once from blocking twice', async () => {
      await judge([sent(region('SE'), 40, 0, 15 * minute)], now, [region('SE')]);
      const alarms = await Promise.all(Array.from({ length: 8 }, () => judge([])));
      assert.equal(alarms.flat().length, 1);
    });

    it('adds costs', async () => {
      const row = { month: '2027-01', app_id: app, payer: 'office', is_line: 1, kind: 'sms', sends: 1, unpriced: 0 };
      await store.database.write(addCosts, [
        { ...row, micros: 3_000_000_000 },
        { ...row, payer: 'acme', is_line: 0, micros: 8_000 },
      ]);
      await store.database.write(addCosts, [{ ...row, micros: 7_900 }]);
      const rows = await readCosts(store.database, { from: '2027-01', to: '2027-01' });
      assert.deepEqual(
        rows.map(({ payer, sends, micros }) => [payer, sends, micros]),
        [
          ['acme', 1, 8_000],
          ['office', 2, 3_000_007_900],
        ],
      );
      assert.deepEqual(await readCosts(store.database, { from: '2027-02', to: '2027-09' }), []);
    });

    it('keeps prices', async () => {
      const price = { kind: 'sms', by: null, to: 'US', micros: 7_900 } as const;
      await store.database.write(replacePrices, { currency: 'EUR', prices: [price] });
      await store.database.write(setPrice, { ...price, micros: 8_000 });
      await store.database.write(setPrice, { ...price, by: 'office', to: null, micros: 0 });
      const { currency, prices } = await readPrices(store.database);
      assert.equal(currency, 'EUR');
      assert.deepEqual(prices, [
        { ...price, micros: 8_000 },
        { kind: 'sms', by: 'office', to: null, micros: 0 },
      ]);
      assert.equal(await store.database.write(removePrice, price), true);
      assert.equal(await store.database.write(removePrice, price), false);
    });
  });
}
