import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { draftOf, ids } from '../../test/helpers/drafts.ts';
import type { Viewer } from '../domain/viewer.ts';
import { systemClock } from '../support/clock.ts';
import { silentLogger } from '../support/logger.ts';
import { commitMessage } from './commit-message.ts';
import { command } from './database.ts';
import type { SearchWish } from './find-messages.ts';
import { listMessages, readMetadata } from './messages.ts';
import { Searcher } from './searcher.ts';

const ann: Viewer = { kind: 'person', personId: 'ann' };
const bob: Viewer = { kind: 'person', personId: 'bob' };
const eve: Viewer = { kind: 'person', personId: 'eve', role: 'owner' };
const guest: Viewer = { kind: 'person', personId: 'guest', role: 'guest' };
const administrator: Viewer = { kind: 'administrator' };

const postgres = await startPostgres();
after(() => postgres.stop());

for (const dialect of ['SQLite', 'PostgreSQL'] as const) {
  describe(`what a search tells whom, on ${dialect}`, () => {
    let store: TestStore;
    let search: Searcher;
    const id: Record<string, string> = {};

    before(async () => {
      store = await openTestStore(dialect === 'SQLite' ? null : await postgres.create());
      search = new Searcher({
        place: { dataFolder: store.folder, databaseUrl: store.databaseUrl },
        keyring: store.keyring,
        clock: systemClock,
        log: silentLogger,
      });
      const destination = command('addDestination', async (trx, row: { id: string; show: string }) => {
        const rest = { kind: 'console', owner_id: 'bob', enabled: 1, template: null, config: '{}', provisioned: 1 };
        await trx
          .insertInto('destinations')
          .values({ ...row, ...rest })
          .execute();
      });
      for (const show of ['full', 'code', 'notice']) await store.database.write(destination, { id: show, show });
      id.alone = await commit('Wombat 111222', 'Zürich Bank', []);
      for (const show of ['full', 'code', 'notice']) id[show] = await commit(`Wombat x-${show}`, 'Acme', [show]);
    });
    after(async () => {
      await search.close();
      await store.dispose();
    });

    async function commit(text: string, service: string, destinations: string[], owner = 'ann'): Promise<string> {
      const draft = draftOf(store, { text, destinations });
      const message = { ...draft.message, service, owner_id: owner, domain: 'bank.example' };
      const deliveries = draft.deliveries.map((delivery) => ({ ...delivery, owner_id: 'bob' }));
      return (await store.database.write(commitMessage, { ...draft, message, deliveries })).messageId;
    }
    const names = (found: readonly string[]) =>
      Object.keys(id)
        .filter((name) => found.includes(id[name] ?? ''))
        .sort();
    const find = async (viewer: Viewer, wish: Omit<SearchWish, 'limit'>) =>
      names((await search.find(viewer, { limit: 100, ...wish })).ids);
    const everything = ['alone', 'code', 'full', 'notice'];

    /** All by which the messages could be found, if it were allowed. */
    const questions: Omit<SearchWish, 'limit'>[] = [
      { q: 'wombat' },
      { q: 'zurich' },
      { q: '111222' },
      { q: '15550100004' },
      { q: 'burner' },
      { q: 'one-time' },
      { q: 'bank.example' },
      { q: '' },
      { service: 'Acme' },
      { sender: '+15550100004' },
      { kind: 'one-time-code' },
      { hasCode: true },
      { hasCode: false },
      { shown: true },
      { dueAt: 0 },
    ];

    it('finds for the one whose line it is, whatever the case and the accents', async () => {
      for (const q of ['WOMBAT', 'wömbat', 'burner', 'one-time-code', '+15550100004', 'wombat BURNER'])
        assert.deepEqual(await find(ann, { q }), everything, q);
      assert.deepEqual(await find(ann, { q: 'zurich 111222' }), ['alone']);
      assert.deepEqual(await find(ann, { q: 'ZÜRICH acme' }), []);
      assert.deepEqual(await find(administrator, { q: 'zürich' }), ['alone']);
      assert.deepEqual(await find(administrator, { service: 'Acme' }), ['code', 'full', 'notice']);
    });

    it('finds by the text only for whom the text is shown', async () => {
      assert.deepEqual(await find(bob, { q: 'acme' }), ['code', 'full', 'notice']);
      for (const q of ['wombat', 'wombat acme', 'acme wombat']) assert.deepEqual(await find(bob, { q }), ['full'], q);
      for (const q of ['wombat x-code', 'x-notice', '123456', '111222'])
        assert.deepEqual(await find(bob, { q }), [], q);
    });

    it('tells strangers nothing: neither messages, nor where to go on, nor counts', async () => {
      for (const wish of questions) {
        if (wish.q === '') continue;
        for (const viewer of [guest, eve]) {
          const found = await search.find(viewer, { ...wish, limit: 1, mostRead: 1 });
          assert.deepEqual(found, { ids: [], next: null }, `${JSON.stringify(wish)}`);
        }
      }
      for (const viewer of [guest, eve])
        assert.deepEqual(await search.facets(viewer), { lines: [], services: [], senders: [], kinds: [] });
      assert.deepEqual(await readMetadata(store.database, eve, Object.values(id)), []);
      assert.deepEqual(await readMetadata(store.database, guest, Object.values(id)), []);
      assert.equal((await readMetadata(store.database, bob, Object.values(id))).length, 3);
    });

    it('shows an owner that something came, in plain lists only, and nothing that would tell what', async () => {
      const plain = await listMessages(store.database, store.keyring, eve, { line: 'burner', limit: 100 });
      assert.deepEqual(names(plain.map((one) => one.id)), everything);
      assert.ok(plain.every(({ view, takenBy }) => view === 'hidden' && takenBy === null));
      assert.deepEqual(await listMessages(store.database, store.keyring, guest, { line: 'burner', limit: 100 }), []);
    });

    it('counts what one sees', async () => {
      assert.deepEqual((await search.facets(bob)).services, [{ name: 'Acme', count: 3 }]);
      assert.deepEqual((await search.facets(ann)).services, [
        { name: 'Acme', count: 3 },
        { name: 'Zürich Bank', count: 1 },
      ]);
      assert.deepEqual((await search.facets(ann)).lines, [{ name: 'burner', count: 4 }]);
    });

    it('ends what somebody finds as a later part makes another text of it', async () => {
      const messageId = id.full ?? '';
      const next = draftOf(store, { id: messageId, text: 'Wombat whole', revises: true });
      const message = { ...next.message, service: 'Acme' };
      await store.database.write(commitMessage, { ...next, message, deliveries: [] });
      assert.deepEqual(await find(bob, { q: 'wombat' }), []);
      assert.deepEqual(await find(bob, { service: 'Acme' }), ['code', 'notice']);
      assert.deepEqual(await find(ann, { q: 'whole' }), ['full']);
    });

    it('says where to go on in pages and when it has looked far enough', async () => {
      const ownIds: string[] = [];
      for (let count = 0; count < 25; count += 1) ownIds.push(await commit(`Kiwi ${count}`, 'Kiwi', [], 'kim'));
      const kim: Viewer = { kind: 'person', personId: 'kim' };
      for (const wish of [{ service: 'Kiwi' }, { q: 'kiwi' }, { hasCode: true }, {}] as const) {
        for (const viewer of wish.service === undefined ? [kim] : [kim, administrator]) {
          const seen: string[] = [];
          let before: string | null | undefined;
          for (let turns = 0; before !== null && turns < 50; turns += 1) {
            const page = await search.find(viewer, { ...wish, limit: 4, mostRead: 3, before });
            assert.ok(page.ids.length <= 4);
            seen.push(...page.ids);
            before = page.next;
          }
          assert.deepEqual(seen, [...ownIds].reverse(), JSON.stringify(wish));
        }
      }
      assert.deepEqual((await search.find(kim, { q: 'kiwi 7', limit: 1 })).ids.length, 1);
    });

    it('finds by the metadata when the text is erased, and is not stopped by a damaged one', async () => {
      const damaged = command('damage', async (trx, messageId: string) => {
        await trx.updateTable('messages').set({ text: 'k1.AAAA' }).where('id', '=', messageId).execute();
      });
      const purge = command('purge', async (trx, messageId: string) => {
        await trx
          .updateTable('messages')
          .set({ text: null, code: null, purged_at: 1 })
          .where('id', '=', messageId)
          .execute();
      });
      id.damaged = await commit('Emu one', 'Ostrich', [], 'lee');
      id.purged = await commit('Emu two', 'Ostrich', [], 'lee');
      id.kept = await commit('Emu three', 'Ostrich', [], 'lee');
      await store.database.write(damaged, id.damaged);
      await store.database.write(purge, id.purged);
      const lee: Viewer = { kind: 'person', personId: 'lee' };
      assert.deepEqual(await find(lee, { q: 'emu' }), ['kept']);
      assert.deepEqual(await find(lee, { q: 'ostrich' }), ['damaged', 'kept', 'purged']);
    });

    it('keeps to the times that are asked for', async () => {
      const now = Date.now();
      const draft = draftOf(store, { id: ids(), receivedAt: now });
      await store.database.write(commitMessage, { ...draft, message: { ...draft.message, owner_id: 'tim' } });
      const tim: Viewer = { kind: 'person', personId: 'tim' };
      const count = async (wish: Omit<SearchWish, 'limit'>) =>
        (await search.find(tim, { ...wish, limit: 10 })).ids.length;
      assert.equal(await count({ from: now, to: now + 1 }), 1);
      assert.equal(await count({ from: now + 1 }), 0);
      assert.equal(await count({ to: now }), 0);
      assert.equal(await count({ from: now - 86_400_000 }), 1);
    });

    it('lets nobody take more than their share of the thread', async () => {
      const many = await Promise.allSettled(Array.from({ length: 12 }, () => search.find(guest, { q: 'x', limit: 1 })));
      assert.equal(many.filter(({ status }) => status === 'rejected').length, 4);
      assert.deepEqual(await find(guest, { q: 'x' }), []);
    });
  });
}
