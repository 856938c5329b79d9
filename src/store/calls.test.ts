import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { administrator } from '../domain/viewer.ts';
import { endCall, liveCalls, noteAsk, settleCall, takeBackCall } from './calls.ts';
import { readEvents } from './events.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const now = 1_800_000_000_000;
const actor = { kind: 'person', personId: 'ann', address: null } as const;
const ann = { kind: 'person', personId: 'ann' } as const;
const bob = { kind: 'person', personId: 'bob', role: 'owner' } as const;

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`live calls on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
    });
    after(() => store.dispose());

    const ask = (id: string, at = now, keys = ['#']) =>
      store.database.write(noteAsk, {
        ...{ id, call: `CA-${id}`, messageId: `message-${id}`, keys, endsAt: now + 120_000, now: at },
        ...{ sourceId: 'calls', lineId: 'office', ownerId: 'ann' },
      });
    const press = (id: string, viewer: typeof ann | typeof bob = ann, at = now + 1) =>
      store.database.write(settleCall, { id, askedAt: null, viewer, state: 'pressed', actor, now: at });
    const live = async (viewer: typeof ann | typeof bob | typeof administrator, at = now + 2) =>
      (await liveCalls(store.database, viewer, at)).map(({ id, state }) => `${id} ${state}`);

    it('of clicks at the same time one wins', async () => {
      await ask('many');
      const won = await Promise.all(Array.from({ length: 16 }, () => press('many')));
      assert.equal(won.filter((call) => call !== undefined).length, 1);
      assert.deepEqual(won.find((call) => call !== undefined)?.keys, ['#']);
      assert.deepEqual(await live(ann), ['many pressed']);
      await store.database.write(endCall, { sourceId: 'calls', call: 'CA-many', now: now + 2 });
    });

    it('are answered by whose line it is, and by no other', async () => {
      await ask('mine');
      assert.equal(await press('mine', bob), undefined);
      assert.deepEqual(
        [await live(bob), await live(ann), await live(administrator)],
        [[], ['mine asking'], ['mine asking']],
      );
      assert.equal((await press('mine'))?.call, 'CA-mine');
      await store.database.write(endCall, { sourceId: 'calls', call: 'CA-mine', now: now + 2 });
    });

    it('wait for another click when they ask for something else', async () => {
      await ask('again');
      await press('again');
      await ask('other id', now + 1);
      await store.database.write(noteAsk, {
        ...{ id: 'not used', call: 'CA-again', messageId: 'message-again', keys: ['7'], endsAt: now + 120_000 },
        ...{ sourceId: 'calls', lineId: 'office', ownerId: 'ann', now: now + 1 },
      });
      assert.deepEqual((await press('again'))?.keys, ['7']);
      await store.database.write(takeBackCall, { id: 'again', state: 'asking', now: now + 2 });
      assert.ok((await live(ann)).includes('again asking'));
      await store.database.write(endCall, { sourceId: 'calls', call: 'CA-again', now: now + 2 });
      await store.database.write(endCall, { sourceId: 'calls', call: 'CA-other id', now: now + 2 });
    });

    it('are over when they end, or their time does', async () => {
      await ask('ends');
      assert.equal(await store.database.write(endCall, { sourceId: 'calls', call: 'CA-ends', now: now + 1 }), true);
      assert.equal(await press('ends'), undefined);
      await ask('silent');
      assert.equal(await press('silent', ann, now + 120_000), undefined);
      assert.deepEqual(await live(ann, now + 120_000), []);
      assert.equal(await store.database.write(endCall, { sourceId: 'calls', call: 'CA-unknown', now }), false);
    });

    it('are told to their owner alone', async () => {
      const { events } = await readEvents(store.database, ann, null, 100);
      assert.ok(events.length > 5 && events.every(({ kind }) => kind === 'call'));
      assert.deepEqual((await readEvents(store.database, bob, null, 100)).events, []);
    });
  });
}
