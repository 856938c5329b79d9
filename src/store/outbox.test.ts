import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { draftOf, outcomeOf, started } from '../../test/helpers/drafts.ts';
import { administrator } from '../domain/viewer.ts';
import { commitMessage } from './commit-message.ts';
import { getDelivery } from './deliveries.ts';
import { cancelOthers } from './end-deliveries.ts';
import { getMessage } from './messages.ts';
import { adoptDeliveries, beat, claimLost } from './nodes.ts';
import {
  type AttemptOutcome,
  markSending,
  recordOutcome,
  releaseSending,
  reopenDelivery,
  resolveUnknown,
} from './outbox.ts';
import { sweep } from './sweep.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const day = 24 * 3_600_000;

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`deliveries on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
    });
    after(() => store.dispose());

    async function delivery(destination = 'a') {
      const draft = draftOf(store, { destinations: [destination] });
      const { deliveries } = await store.database.write(commitMessage, draft);
      return { id: deliveries[0]?.id ?? '', messageId: draft.message.id };
    }
    const stateOf = async (id: string) => (await getDelivery(store.database, administrator, id))?.state;
    const takeOver = (nodeId: string) =>
      dialect === 'sqlite'
        ? store.database.write(adoptDeliveries, { nodeId, now: started })
        : store.database.write(claimLost, { nodeId, now: started, limit: 500 });
    const mark = (id: string, nodeId: string) => store.database.write(markSending, { id, nodeId, now: started });
    const failedTry = (id: string, messageId: string): AttemptOutcome => ({
      ...outcomeOf(id, messageId),
      state: 'pending',
      settledAt: null,
      nextAttemptAt: started + 1_000,
    });

    it('are announced only by the node that holds them', async () => {
      const { id } = await delivery();
      await takeOver('other');
      assert.equal((await mark(id, 'node')).length, 0);
      assert.equal((await mark(id, 'other')).length, 1);
    });

    it('are announced again by the node whose mark was committed without its knowing', async () => {
      const { id } = await delivery();
      assert.equal((await mark(id, 'node')).length, 1);
      assert.equal((await mark(id, 'node')).length, 1);
    });

    it('are not set back by a slow node while another one sends', async () => {
      const { id, messageId } = await delivery();
      await mark(id, 'node');
      await takeOver('other');
      await mark(id, 'other');
      assert.equal(await store.database.write(recordOutcome, failedTry(id, messageId)), false);
      assert.equal(await store.database.write(releaseSending, { id, nodeId: 'node', now: started }), false);
      assert.equal(await stateOf(id), 'sending');
    });

    it('are sent when a slow node says so, also when they count as unknown by now', async () => {
      const { id, messageId } = await delivery();
      await mark(id, 'node');
      await takeOver('other');
      const lost: AttemptOutcome = { ...outcomeOf(id, messageId), nodeId: 'other', state: 'unknown', attempt: null };
      assert.equal(await store.database.write(recordOutcome, lost), true);
      assert.equal(await store.database.write(recordOutcome, outcomeOf(id, messageId)), true);
      assert.equal(await stateOf(id), 'sent');
      const answer = { id, nodeId: 'other', found: null, now: started };
      assert.equal(await store.database.write(resolveUnknown, answer), false, 'not sent once more');
    });

    it('of an older revision are canceled, and one on its way is not tried again when it fails', async () => {
      const first = draftOf(store, { destinations: ['a', 'b', 'c'] });
      const { deliveries } = await store.database.write(commitMessage, first);
      const [waiting, onItsWay, arriving] = deliveries.map((row) => row.id);
      assert.ok(waiting !== undefined && onItsWay !== undefined && arriving !== undefined);
      await mark(onItsWay, 'node');
      const next = draftOf(store, { id: first.message.id, revises: true, destinations: ['a', 'b', 'c'] });
      const revised = await store.database.write(commitMessage, next);
      assert.deepEqual(revised.canceled.map((row) => row.id).sort(), [waiting, arriving].sort());
      assert.equal(await store.database.write(recordOutcome, failedTry(onItsWay, first.message.id)), false);
      assert.equal(await stateOf(onItsWay), 'canceled');
      // A repeatable one is on its way without a mark: what arrived shows as arrived.
      assert.equal(await store.database.write(recordOutcome, outcomeOf(arriving, first.message.id)), true);
      assert.equal(await stateOf(arriving), 'sent');
    });

    it('of a lost node are due at once, whatever they waited for', async () => {
      const { id, messageId } = await delivery();
      await store.database.write(recordOutcome, { ...failedTry(id, messageId), nextAttemptAt: started + day });
      await takeOver('other');
      assert.equal((await getDelivery(store.database, administrator, id))?.nextAttemptAt, started);
    });

    it('of destinations that are no more are canceled', async () => {
      const stays = await delivery('stays');
      const goes = await delivery('goes');
      const reason = 'its destination was removed from the configuration';
      await store.database.write(cancelOthers, { destinationIds: ['stays', 'a'], reason, now: started });
      assert.equal(await stateOf(stays.id), 'pending');
      assert.equal(await stateOf(goes.id), 'canceled');
    });

    it('keep their text while they are tried again', async () => {
      const { id, messageId } = await delivery();
      await store.database.write(recordOutcome, { ...outcomeOf(id, messageId), state: 'failed' });
      const deliverUntil = started + 2 * day;
      await store.database.write(reopenDelivery, { id, nodeId: 'node', now: started, deliverUntil });
      await store.database.write(sweep, { now: started + day, unreachedKeptMs: day, day: '2027-01-15' });
      const message = await getMessage(store.database, store.keyring, administrator, messageId);
      assert.equal(message?.text, 'Your code is 123456');
    });

    it('that were on their way when their destination went end as unknown', async () => {
      const { id } = await delivery('gone');
      await mark(id, 'node');
      await store.database.write(sweep, { now: started + 600_000, unreachedKeptMs: day, day: '2027-01-15' });
      assert.equal(await stateOf(id), 'sending');
      await store.database.write(sweep, { now: started + 600_000 + 600_000, unreachedKeptMs: day, day: '2027-01-15' });
      assert.equal(await stateOf(id), 'unknown');
    });

    it('leave every unreached code its day, however many fall due at once', async () => {
      const own = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
      const drafts = Array.from({ length: 1_100 }, () => draftOf(own, {}));
      // On a slow machine the last of them all would wait for a connection for too long.
      for (let at = 0; at < drafts.length; at += 100)
        await Promise.all(drafts.slice(at, at + 100).map((draft) => own.database.write(commitMessage, draft)));
      for (let page = 0; page < 4; page++) {
        await own.database.write(sweep, { now: started + 900_000, unreachedKeptMs: day, day: '2027-01-15' });
      }
      const purged = await own.database.read.selectFrom('messages').select('id').where('text', 'is', null).execute();
      assert.equal(purged.length, 0);
      const claims = await own.database.read.selectFrom('content_claims').select('content_key').execute();
      assert.equal(claims.length, 0, 'content keys are erased page by page');
      await own.dispose();
    });
  });
}

it('forgets nodes of which nothing was heard for an hour', async () => {
  const store = await openTestStore(await postgres.create());
  await store.database.write(beat, { nodeId: 'old', now: Date.now() - 2 * 3_600_000 });
  await store.database.write(beat, { nodeId: 'node', now: null });
  await store.database.write(claimLost, { nodeId: 'node', now: started, limit: 10 });
  const nodes = await store.database.read.selectFrom('nodes').select('id').execute();
  assert.deepEqual(nodes, [{ id: 'node' }]);
  await store.dispose();
});
