import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import type { SentTextState } from '../domain/sent-text.ts';
import { deleteAppText, eraseAppText, getAppText, listAppTexts, markTold, untoldTexts } from './app-texts.ts';
import { appToken, findApp, insertApp, listApps, revokeApp, sealAppToken, touchApp } from './apps.ts';
import { changeText, createText, sealText } from './texts.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const started = 1_700_000_000_000;
const doorbell = `AC${'1'.repeat(32)}`;
const other = `AC${'2'.repeat(32)}`;

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`apps on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
    });
    after(() => store.dispose());

    async function addText(number: number, appId: string | null, callback: string | null = null): Promise<string> {
      const id = `018bcfe5-6800-7000-8000-${String(number).padStart(12, '0')}`;
      await store.database.write(createText, {
        id,
        ownerId: 'ann',
        lines: ['office'],
        appId,
        to: number % 2 === 0 ? '+15550100003' : '+15550100004',
        from: '+15550100002',
        segments: 1,
        sealed: sealText(store.keyring, id, { text: `text ${number}`, callback }),
        idempotencyKey: null,
        nodeId: 'node',
        now: started + number * 1_000,
        sendUntil: started + 3_600_000,
      });
      return id;
    }

    async function move(id: string, from: SentTextState, state: SentTextState, now: number): Promise<void> {
      const moved = await store.database.write(changeText, {
        id,
        from: [from],
        nodeId: null,
        state,
        reason: null,
        now,
      });
      assert.ok(moved !== undefined);
    }

    it('keeps an app until it is revoked', async () => {
      const { database, keyring } = store;
      const app = { id: doorbell, name: 'doorbell', ownerId: 'ann', lines: ['office'], createdAt: started };
      const sealedToken = sealAppToken(keyring, doorbell, 'the token');
      await database.write(insertApp, { ...app, tokenHash: 'hash', sealedToken });
      await database.write(insertApp, {
        ...app,
        id: other,
        lines: null,
        tokenHash: 'hash',
        sealedToken: sealAppToken(keyring, other, 'another token'),
      });
      await database.write(touchApp, { id: doorbell, now: started + 5 });
      const found = { ...app, lastUsedAt: started + 5 };
      assert.deepEqual(await findApp(database, doorbell), { ...found, tokenHash: 'hash' });
      assert.equal(await appToken(database, keyring, doorbell), 'the token');
      assert.deepEqual(await listApps(database), [found, { ...app, id: other, lines: null, lastUsedAt: null }]);
      assert.equal(await database.write(revokeApp, { id: other, now: started }), true);
      assert.equal(await database.write(revokeApp, { id: other, now: started }), false);
      assert.equal(await findApp(database, other), undefined);
      assert.equal(await appToken(database, keyring, other), undefined);
      assert.equal((await listApps(database)).length, 1);
    });

    it('shows an app its own texts only, by pages and filters', async () => {
      const { database, keyring } = store;
      const mine: string[] = [];
      for (const number of [1, 2, 3, 4, 5]) mine.unshift(await addText(number, doorbell));
      const foreign = await addText(6, other);
      await addText(7, null);
      const list = async (place: Parameters<typeof listAppTexts>[3], size: number, filter = {}) => {
        const { texts, more } = await listAppTexts(database, keyring, { appId: doorbell, ...filter }, place, size);
        return [texts.map(({ text }) => text?.slice(-1)).join(''), more];
      };
      assert.deepEqual(await list({ skip: 0 }, 5), ['54321', false]);
      assert.deepEqual(await list({ skip: 0 }, 2), ['54', true]);
      assert.deepEqual(await list({ skip: 4 }, 2), ['1', false]);
      assert.deepEqual(await list({ olderThan: mine[1] ?? '' }, 2), ['32', true]);
      assert.deepEqual(await list({ newerThan: mine[3] ?? '' }, 2), ['43', true]);
      assert.deepEqual(await list({ newerThan: mine[1] ?? '' }, 2), ['5', false]);
      assert.deepEqual(await list({ skip: 0 }, 9, { to: '+15550100003' }), ['42', false]);
      assert.deepEqual(await list({ skip: 0 }, 9, { from: '+15550100009' }), ['', false]);
      const [sentFrom, sentUntil] = [started + 2_000, started + 4_000];
      assert.deepEqual(await list({ skip: 0 }, 9, { sentFrom, sentUntil }), ['432', false]);
      assert.equal((await getAppText(database, keyring, doorbell, mine[0] ?? ''))?.text, 'text 5');
      assert.equal(await getAppText(database, keyring, doorbell, foreign), undefined);
    });

    it('erases and deletes what is over, for the app that sent it', async () => {
      const { database, keyring } = store;
      const id = await addText(20, doorbell);
      const erase = (appId: string) => database.write(eraseAppText, { appId, id });
      const remove = (appId: string) => database.write(deleteAppText, { appId, id });
      assert.deepEqual([await erase(other), await remove(other)], ['missing', 'missing']);
      for (const [from, state] of [
        ['queued', 'sending'],
        ['sending', 'unknown'],
      ] as const) {
        assert.deepEqual([await erase(doorbell), await remove(doorbell)], ['busy', 'busy']);
        await move(id, from, state, started);
      }
      assert.equal(await erase(doorbell), 'busy');
      await move(id, 'unknown', 'sent', started);
      assert.equal(await erase(doorbell), 'done');
      assert.equal((await getAppText(database, keyring, doorbell, id))?.text, null);
      assert.equal(await remove(doorbell), 'done');
      assert.equal(await remove(doorbell), 'missing');
    });

    it('knows which states were not told', async () => {
      const { database } = store;
      const id = await addText(30, doorbell, 'https://example.com/status');
      const silent = await addText(31, doorbell);
      const untold = async (before = started + 99_000) =>
        (await untoldTexts(database, before, 10)).map((row) => [row.id, row.state]);
      assert.deepEqual(await untold(), []);
      await move(silent, 'queued', 'sending', started + 40_000);
      await move(id, 'queued', 'sending', started + 40_000);
      assert.deepEqual(await untold(), [[id, 'sending']]);
      assert.deepEqual(await untold(started + 39_999), []);
      await database.write(markTold, { id, state: 'sending' });
      assert.deepEqual(await untold(), []);
      await move(id, 'sending', 'sent', started + 41_000);
      assert.deepEqual(await untold(), [[id, 'sent']]);
      await database.write(markTold, { id, state: 'sent' });
      assert.deepEqual(await untold(), []);
    });
  });
}

it('finds what was not told, and an app its texts, without reading all texts', async () => {
  const store = await openTestStore();
  const prepare = SQLite.prototype.prepare;
  const seen: string[] = [];
  SQLite.prototype.prepare = function (this: SQLite.Database, query: string) {
    seen.push(query);
    return prepare.call(this, query);
  } as typeof prepare;
  try {
    await untoldTexts(store.database, started, 10);
    await listAppTexts(store.database, store.keyring, { appId: doorbell }, { skip: 0 }, 10);
    const reader = new SQLite(`${store.folder}/keypigeon.db`, { readonly: true });
    const plans = seen.map((query) => {
      const values = Array.from(query.matchAll(/\?/g), () => 1);
      const plan = prepare.call(reader, `explain query plan ${query}`).all(values as never) as { detail: string }[];
      return plan.map(({ detail }) => detail).join('; ');
    });
    reader.close();
    assert.equal(plans.length, 2);
    assert.match(plans[0] ?? '', /^SEARCH texts USING INDEX texts_untold /);
    assert.match(plans[1] ?? '', /^SEARCH texts USING INDEX texts_app /);
  } finally {
    SQLite.prototype.prepare = prepare;
    await store.dispose();
  }
});
