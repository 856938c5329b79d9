import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { draftOf, ids, started } from '../../test/helpers/drafts.ts';
import { administrator } from '../domain/viewer.ts';
import type { Actor } from './audit.ts';
import { type CommitMessage, commitMessage } from './commit-message.ts';
import { command } from './database.ts';
import { openPostgres } from './postgres.ts';
import { beginWait, endWait, getWait, type NewWait, noteNothing } from './waits.ts';

const actor: Actor = { kind: 'person', personId: 'ann', address: null };

for (const dialect of ['sqlite', 'postgres'] as const)
  describe(`who waits gets the code on ${dialect}`, () => {
    let postgres: Awaited<ReturnType<typeof startPostgres>> | null = null;
    // On SQLite all goes one after the other anyway.
    const rounds = dialect === 'sqlite' ? 10 : 30;
    /** Two nodes; on SQLite the same one twice. */
    let one: TestStore;
    let two: TestStore;

    before(async () => {
      if (dialect === 'postgres') postgres = await startPostgres();
      const url = postgres === null ? null : await postgres.create();
      one = await openTestStore(url);
      two = url === null ? one : { ...one, database: openPostgres(url) };
      const add = command('addPeople', async (trx) => {
        for (const id of ['ann', 'bob', 'gone'])
          await trx
            .insertInto('people')
            .values({ id, name: id.toUpperCase(), provisioned: 0, retired_at: id === 'gone' ? started : null })
            .execute();
      });
      await one.database.write(add, undefined);
    });
    after(async () => {
      if (two !== one) await two.database.close();
      await one?.dispose();
      await postgres?.stop();
    });

    const begin = async (store: TestStore, personId: string | null, change: Partial<NewWait> = {}) => {
      const wait = {
        ...{ id: ids(), personId, service: 'GitHub', serviceKey: 'github', lineId: null },
        ...{ startedAt: started, endsAt: started + 300_000, usualDelayMs: 60_000, actor, ...change },
      };
      assert.equal(await store.database.write(beginWait, wait), true);
      return wait.id;
    };
    const draft = (store: TestStore, change: Parameters<typeof draftOf>[1] = {}): CommitMessage => {
      const text = draftOf(store, { receivedAt: started + 1_000, destinations: ['a', 'b'], ...change });
      return {
        ...text,
        deliveries: text.deliveries.map((row, index) => ({ ...row, owner_id: index === 0 ? 'ann' : 'bob' })),
        awaited: { serviceKey: 'github', lineId: 'burner', people: ['ann', 'ann', 'bob'] },
      };
    };
    const commit = (store: TestStore, change: Parameters<typeof draftOf>[1] = {}) =>
      store.database.write(commitMessage, draft(store, change));
    const stateOf = async (id: string) => (await getWait(one.database, administrator, id))?.state;
    const shows = (committed: { deliveries: { owner_id: string; show: string | null }[] }) =>
      committed.deliveries.map(({ owner_id: owner, show }) => `${owner}:${show}`);

    it('two who wait and two texts at once: each gets one', async () => {
      for (let round = 0; round < rounds; round++) {
        const waits = await Promise.all([begin(one, 'ann'), begin(two, 'bob')]);
        const came = await Promise.all([commit(one), commit(two)]);
        assert.deepEqual(came.flatMap(({ fulfilled }) => fulfilled).sort(), waits.sort());
        assert.deepEqual(came.map(shows).sort(), [
          ['ann:notice', 'bob:null'],
          ['ann:null', 'bob:notice'],
        ]);
      }
    });

    it('one who waits and two texts at once: one of them is it', async () => {
      for (let round = 0; round < rounds; round++) {
        const wait = await begin(two, 'bob');
        const came = await Promise.all([commit(one), commit(two)]);
        assert.deepEqual(
          came.flatMap(({ fulfilled }) => fulfilled),
          [wait],
        );
        assert.equal(came.filter((each) => shows(each).includes('ann:notice')).length, 1);
      }
    });

    it('a text and an end at once: it came or it ended, never both', async () => {
      for (let round = 0; round < rounds; round++) {
        const id = await begin(one, 'bob');
        const [came] = await Promise.all([
          commit(one),
          two.database.write(endWait, { id, viewer: administrator, now: started + 1_000 }),
        ]);
        assert.equal(await stateOf(id), came.fulfilled.length === 1 ? 'came' : 'ended');
        assert.equal(shows(came).includes('ann:notice'), came.fulfilled.length === 1);
      }
    });

    it('what ended a millisecond ago does not count, what says that nothing came does', async () => {
      const late = await begin(one, 'bob', { endsAt: started + 1_000 });
      assert.deepEqual((await commit(one)).fulfilled, []);
      assert.equal(await stateOf(late), 'waiting');
      const slow = await begin(one, 'bob');
      await one.database.write(noteNothing, { id: slow, causes: [], advice: ['Wait.'], now: started + 500 });
      assert.deepEqual((await commit(one)).fulfilled, [slow]);
      assert.equal(await one.database.write(noteNothing, { id: slow, causes: [], advice: [], now: started }), false);
      assert.equal(await stateOf(slow), 'came');
    });

    it('the same text again, or by another source, takes nothing more', async () => {
      const first = await begin(one, 'bob');
      const text = draft(one, { transportKey: 'same', contentKey: 'same' });
      assert.deepEqual((await one.database.write(commitMessage, text)).fulfilled, [first]);
      const second = await begin(one, 'ann');
      assert.equal((await one.database.write(commitMessage, text)).outcome, 'known');
      const twin = draft(one, { sourceId: 'other', contentKey: 'same' });
      assert.equal((await one.database.write(commitMessage, twin)).outcome, 'sighting');
      assert.equal(await stateOf(second), 'waiting');
      await one.database.write(endWait, { id: second, viewer: administrator, now: started });
    });

    it('a later part of a text stays with who waited for the first', async () => {
      await begin(one, 'bob');
      const first = await commit(one);
      const next = await begin(one, 'ann');
      const revised = await commit(one, { id: first.messageId, text: 'whole', revises: true });
      assert.deepEqual([revised.outcome, revised.fulfilled], ['revised', []]);
      assert.deepEqual(shows(revised), ['ann:notice', 'bob:null']);
      assert.equal(await stateOf(next), 'waiting');
      await one.database.write(endWait, { id: next, viewer: administrator, now: started });
    });

    it('neither an administrator nor somebody who is gone takes it from anybody', async () => {
      const seen = await begin(one, null);
      const gone = await begin(one, 'gone');
      const text = draft(one);
      const awaited = { serviceKey: 'github', lineId: 'burner', people: ['ann', 'bob', 'gone'] };
      const came = await one.database.write(commitMessage, { ...text, awaited });
      assert.deepEqual([came.fulfilled, shows(came)], [[seen], ['ann:null', 'bob:null']]);
      assert.equal(await stateOf(gone), 'waiting');
    });
  });
