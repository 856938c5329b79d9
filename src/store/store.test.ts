import assert from 'node:assert/strict';
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { draftOf, ids, outcomeOf, started } from '../../test/helpers/drafts.ts';
import { administrator } from '../domain/viewer.ts';
import { systemRandom } from '../support/random.ts';
import { commitMessage } from './commit-message.ts';
import { takeFromDaily } from './daily-cap.ts';
import { command } from './database.ts';
import { listDeliveries } from './deliveries.ts';
import { newestPosition, readEvents } from './events.ts';
import { getMessage, listMessages, tracesOf } from './messages.ts';
import { claimLost } from './nodes.ts';
import { openStore } from './open-store.ts';
import { markSending, openDeliveries, recordOutcome, reopenDelivery } from './outbox.ts';
import { sweep } from './sweep.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`store on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
    });
    after(() => store.dispose());

    it('commits message, trace, deliveries and event together', async () => {
      const draft = draftOf(store, { destinations: ['a', 'b'] });
      const from = await newestPosition(store.database);
      const committed = await store.database.write(commitMessage, draft);
      assert.equal(committed.outcome, 'new');
      const message = await getMessage(store.database, store.keyring, administrator, committed.messageId);
      assert.equal(message?.text, 'Your code is 123456');
      assert.equal(message?.code, '123456');
      assert.deepEqual(message?.sources, ['stick']);
      const deliveries = await listDeliveries(store.database, administrator, {
        messageId: committed.messageId,
        limit: 10,
      });
      assert.deepEqual(deliveries.map((one) => one.destinationId).sort(), ['a', 'b']);
      assert.equal((await tracesOf(store.database, administrator, committed.messageId)).length, 1);
      const { events } = await readEvents(store.database, administrator, from, 10);
      assert.deepEqual(
        events.map((event) => event.kind),
        ['message'],
      );
    });

    it('shows nothing to another person', async () => {
      const committed = await store.database.write(commitMessage, draftOf(store, { destinations: ['a'] }));
      const stranger = { kind: 'person', personId: 'bob' } as const;
      assert.equal(await getMessage(store.database, store.keyring, stranger, committed.messageId), undefined);
      assert.deepEqual(await listMessages(store.database, store.keyring, stranger, { limit: 500 }), []);
      assert.deepEqual(await listDeliveries(store.database, stranger, { limit: 500 }), []);
      assert.deepEqual(await tracesOf(store.database, stranger, committed.messageId), []);
      assert.deepEqual((await readEvents(store.database, stranger, null, 100)).events, []);
    });

    it('keeps text and code sealed in the rows', async () => {
      const draft = draftOf(store, {});
      await store.database.write(commitMessage, draft);
      const row = await store.database.read
        .selectFrom('messages')
        .selectAll()
        .where('id', '=', draft.message.id)
        .executeTakeFirstOrThrow();
      assert.doesNotMatch(JSON.stringify(row), /123456|Your code/);
    });

    it('knows the same transport key again, also when both come at once', async () => {
      const key = ids();
      const drafts = Array.from({ length: 20 }, () => draftOf(store, { transportKey: key, destinations: ['a'] }));
      const committed = await Promise.all(drafts.map((draft) => store.database.write(commitMessage, draft)));
      assert.equal(committed.filter((one) => one.outcome === 'new').length, 1);
      assert.equal(new Set(committed.map((one) => one.messageId)).size, 1);
      assert.equal(committed.flatMap((one) => one.deliveries).length, 1);
    });

    it('joins the same text of another source, at once and within 120 s', async () => {
      const contentKey = ids();
      const sources = ['stick', 'twilio', 'phone'];
      const drafts = sources.map((sourceId) => draftOf(store, { sourceId, contentKey }));
      const committed = await Promise.all(drafts.map((draft) => store.database.write(commitMessage, draft)));
      assert.deepEqual(committed.map((one) => one.outcome).sort(), ['new', 'sighting', 'sighting']);
      assert.equal(new Set(committed.map((one) => one.messageId)).size, 1);
      const message = await getMessage(store.database, store.keyring, administrator, committed[0]?.messageId ?? '');
      assert.deepEqual(message?.sources.sort(), [...sources].sort());
    });

    it('does not join after the window', async () => {
      const contentKey = ids();
      await store.database.write(commitMessage, draftOf(store, { sourceId: 'stick', contentKey }));
      const later = draftOf(store, { sourceId: 'twilio', contentKey, receivedAt: started + 120_001 });
      assert.equal((await store.database.write(commitMessage, later)).outcome, 'new');
    });

    it('takes the same text of the same source as a new message, and pairs a second source one to one', async () => {
      const contentKey = ids();
      const order = ['stick', 'stick', 'twilio', 'twilio'];
      const outcomes: string[] = [];
      const messages: string[] = [];
      for (const sourceId of order) {
        const committed = await store.database.write(commitMessage, draftOf(store, { sourceId, contentKey }));
        outcomes.push(committed.outcome);
        messages.push(committed.messageId);
      }
      assert.deepEqual(outcomes, ['new', 'new', 'sighting', 'sighting']);
      assert.equal(messages[2], messages[0]);
      assert.equal(messages[3], messages[1]);
    });

    it('compares network times to 2 s where both have them', async () => {
      const contentKey = ids();
      const first = draftOf(store, { sourceId: 'stick', contentKey, networkTime: started });
      await store.database.write(commitMessage, first);
      const far = draftOf(store, { sourceId: 'tty', contentKey, networkTime: started + 2_001 });
      assert.equal((await store.database.write(commitMessage, far)).outcome, 'new');
      const near = draftOf(store, { sourceId: 'phone', contentKey, networkTime: started + 2_000 });
      assert.equal((await store.database.write(commitMessage, near)).outcome, 'sighting');
    });

    it('revises a message by a late part and cancels what had not gone out', async () => {
      const first = draftOf(store, { destinations: ['a'] });
      const { messageId } = await store.database.write(commitMessage, first);
      const late = {
        ...draftOf(store, { destinations: ['a'], id: messageId, text: 'Your code is 123456, whole' }),
        revises: true,
      };
      const revised = await store.database.write(commitMessage, late);
      assert.equal(revised.outcome, 'revised');
      assert.equal(revised.revision, 2);
      const message = await getMessage(store.database, store.keyring, administrator, messageId);
      assert.equal(message?.text, 'Your code is 123456, whole');
      const deliveries = await listDeliveries(store.database, administrator, { messageId, limit: 10 });
      assert.deepEqual(deliveries.map((one) => `${one.messageRevision} ${one.state}`).sort(), [
        '1 canceled',
        '2 pending',
      ]);
    });

    it('lets one command fail without taking the others of its batch with it', async () => {
      const good = Array.from({ length: 5 }, () => draftOf(store, {}));
      const clash = {
        ...draftOf(store, {}),
        message: { ...draftOf(store, {}).message, id: good[0]?.message.id ?? '' },
      };
      const [first, ...others] = good;
      if (first !== undefined) await store.database.write(commitMessage, first);
      const results = await Promise.allSettled(
        [...others, clash].map((draft) => store.database.write(commitMessage, draft)),
      );
      assert.deepEqual(results.map((one) => one.status).sort(), [...Array(4).fill('fulfilled'), 'rejected']);
      for (const draft of good) {
        assert.ok(await getMessage(store.database, store.keyring, administrator, draft.message.id));
      }
    });

    it('settles deliveries with their attempts and reopens them', async () => {
      const draft = draftOf(store, { destinations: ['a'] });
      const { deliveries } = await store.database.write(commitMessage, draft);
      const id = deliveries[0]?.id ?? '';
      assert.equal((await store.database.write(markSending, { id, nodeId: 'node', now: started })).length, 1);
      await store.database.write(recordOutcome, outcomeOf(id, draft.message.id));
      const listed = await listDeliveries(store.database, administrator, { messageId: draft.message.id, limit: 1 });
      assert.equal(listed[0]?.state, 'sent');
      const again = { id, nodeId: 'node', now: started, deliverUntil: started + 1 };
      assert.equal(await store.database.write(reopenDelivery, again), true);
      assert.equal(await store.database.write(reopenDelivery, again), false);
    });

    it('reads open deliveries codes first, then by arrival', async () => {
      const node = ids();
      const text = draftOf(store, { destinations: ['ordered'], node, priority: 1 });
      const codes = [
        draftOf(store, { destinations: ['ordered'], node }),
        draftOf(store, { destinations: ['ordered'], node }),
      ];
      for (const draft of [text, ...codes]) await store.database.write(commitMessage, draft);
      const open = await openDeliveries(store.database, {
        nodeId: node,
        destinationId: 'ordered',
        dueBy: started,
        limit: 10,
      });
      assert.deepEqual(
        open.map((one) => one.message.id),
        [...codes, text].map((draft) => draft.message.id),
      );
    });

    it('purges text and code at their time, but keeps a code that reached nobody for a day', async () => {
      const reached = draftOf(store, { destinations: ['a'] });
      const unreached = draftOf(store, { destinations: ['a'] });
      const { deliveries } = await store.database.write(commitMessage, reached);
      await store.database.write(commitMessage, unreached);
      await store.database.write(recordOutcome, outcomeOf(deliveries[0]?.id ?? '', reached.message.id));
      const day = 24 * 3_600_000;
      const sweepAt = (now: number) => store.database.write(sweep, { now, unreachedKeptMs: day, day: '2027-01-15' });
      await sweepAt(started + 15 * 60_000);
      const textOf = async (id: string) => (await getMessage(store.database, store.keyring, administrator, id))?.text;
      assert.equal(await textOf(reached.message.id), null);
      assert.equal(await textOf(unreached.message.id), 'Your code is 123456');
      await sweepAt(started + day);
      assert.equal(await textOf(unreached.message.id), null);
    });

    it('tells a reader of events whose position is gone to start over', async () => {
      assert.equal((await readEvents(store.database, administrator, '7-999999999', 10)).reset, true);
      assert.equal((await readEvents(store.database, administrator, 'nonsense', 10)).reset, true);
    });

    it("takes from a day's allowance until it is used up", async () => {
      const take = () => store.database.write(takeFromDaily, { name: 'sms', day: '2027-01-15', cap: 2, count: 1 });
      assert.deepEqual([await take(), await take(), await take()], [true, true, false]);
      assert.equal(
        await store.database.write(takeFromDaily, { name: 'none', day: '2027-01-15', cap: 0, count: 1 }),
        false,
      );
    });
  });
}

describe('SQLite after the power failed', () => {
  it('gives no later event a position that was shown but not kept', async () => {
    const store = await openTestStore();
    const settings = { dataFolder: store.folder, databaseUrl: null, keyFile: join(store.folder, 'keypigeon.key') };
    await store.database.write(commitMessage, draftOf(store, { destinations: [] }));
    const kept = await newestPosition(store.database);
    await store.database.close();
    const again = await openStore(settings, systemRandom);
    await again.database.write(commitMessage, draftOf(store, { destinations: [] }));
    const lost = `0-${Number(kept.slice(2)) + 1}`;
    assert.equal((await readEvents(again.database, administrator, lost, 10)).reset, true);
    assert.equal((await readEvents(again.database, administrator, kept, 10)).events.length, 1);
    await again.database.close();
    await store.dispose();
  });
});

describe('several nodes on PostgreSQL', () => {
  it('share the deliveries of a lost node without taking one twice', async () => {
    const url = await postgres.create();
    const one = await openTestStore(url);
    const settings = { dataFolder: one.folder, databaseUrl: url, keyFile: join(one.folder, 'keypigeon.key') };
    const two = await openStore(settings, systemRandom);
    const lost = Array.from({ length: 10 }, () => draftOf(one, { destinations: ['a'], node: 'gone' }));
    for (const draft of lost) await one.database.write(commitMessage, draft);
    await Promise.all([
      one.database.write(claimLost, { nodeId: 'one', now: started, limit: 6 }),
      two.database.write(claimLost, { nodeId: 'two', now: started, limit: 6 }),
    ]);
    const open = async (store: Pick<TestStore, 'database'>, nodeId: string) =>
      openDeliveries(store.database, { nodeId, destinationId: 'a', dueBy: started, limit: 20 });
    const taken = [...(await open(one, 'one')), ...(await open(two, 'two'))].map((row) => row.delivery.id);
    assert.equal(new Set(taken).size, taken.length);
    assert.ok(taken.length >= 6);
    await two.database.close();
    await one.dispose();
  });

  it('hides an event until every slower transaction has ended', async () => {
    const store = await openTestStore(await postgres.create());
    const slow = deferred();
    const entered = deferred();
    const event = { kind: 'slow', owner_id: 'ann', data: '{}', created_at: started };
    const writing = store.database.write(
      command('slow', async (trx) => {
        await trx.insertInto('events').values(event).execute();
        entered.resolve();
        await slow.promise;
      }),
      undefined,
    );
    await entered.promise;
    const from = await newestPosition(store.database);
    await store.database.write(commitMessage, draftOf(store, {}));
    assert.deepEqual((await readEvents(store.database, administrator, from, 10)).events, []);
    slow.resolve();
    await writing;
    const { events } = await readEvents(store.database, administrator, from, 10);
    assert.deepEqual(events.map((one) => one.kind).sort(), ['message', 'slow']);
    await store.dispose();
  });
});

describe('the key outside the store', () => {
  it('is made once, readable by its owner only, and never over old data', async () => {
    const store = await openTestStore();
    const keyFile = join(store.folder, 'keypigeon.key');
    const settings = { dataFolder: store.folder, databaseUrl: null, keyFile };
    assert.equal(statSync(keyFile).mode & 0o777, 0o600);
    await store.database.close();
    const key = readFileSync(keyFile, 'utf8');
    rmSync(keyFile);
    await assert.rejects(openStore(settings, systemRandom), { code: 'key-missing' });
    assert.throws(() => statSync(keyFile), 'no fresh key is made');
    writeFileSync(keyFile, `k1 ${Buffer.alloc(32, 7).toString('base64')}\n`);
    await assert.rejects(openStore(settings, systemRandom), { code: 'key-wrong' });
    writeFileSync(keyFile, 'nonsense\n');
    await assert.rejects(openStore(settings, systemRandom), { code: 'key-wrong' });
    writeFileSync(keyFile, key);
    chmodSync(keyFile, 0o600);
    const again = await openStore(settings, systemRandom);
    await again.database.close();
    await store.dispose();
  });

  it('opens a value only in its place', async () => {
    const store = await openTestStore();
    const place = { table: 'messages', column: 'text', rowId: 'one' };
    const sealed = store.keyring.seal('hello', place);
    assert.equal(store.keyring.open(sealed, place), 'hello');
    assert.throws(() => store.keyring.open(sealed, { ...place, rowId: 'two' }), { code: 'key-wrong' });
    assert.throws(() => store.keyring.open(sealed, { ...place, column: 'code' }), { code: 'key-wrong' });
    await store.dispose();
  });
});

function deferred(): { promise: Promise<void>; resolve(): void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
