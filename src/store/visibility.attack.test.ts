import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, type TestStore } from '../../test/helpers/databases.ts';
import { draftOf, started } from '../../test/helpers/drafts.ts';
import type { Viewer } from '../domain/viewer.ts';
import { type CommitMessage, commitMessage } from './commit-message.ts';
import { command } from './database.ts';
import { readEvents } from './events.ts';
import { getMessage, listMessages } from './messages.ts';

const ann: Viewer = { kind: 'person', personId: 'ann' };
const bob: Viewer = { kind: 'person', personId: 'bob' };
const eve: Viewer = { kind: 'person', personId: 'eve', role: 'owner' };
const guest: Viewer = { kind: 'person', personId: 'guest', role: 'guest' };

describe('who sees a message', () => {
  let store: TestStore;
  const id: Record<string, string> = {};

  before(async () => {
    store = await openTestStore();
    const destination = command('addDestination', async (trx, row: { id: string; show: string }) => {
      const rest = { kind: 'console', owner_id: 'bob', enabled: 1, template: null, config: '{}', provisioned: 1 };
      await trx
        .insertInto('destinations')
        .values({ ...row, ...rest })
        .execute();
    });
    for (const show of ['full', 'code', 'notice']) await store.database.write(destination, { id: show, show });
    id.alone = await commit(draftOf(store, { text: 'Your Acme code is 111222' }));
    for (const show of ['full', 'code', 'notice'])
      id[show] = await commit(sentTo('bob', draftOf(store, { destinations: [show] })));
    id.several = await commit(sentTo('bob', draftOf(store, { destinations: ['notice', 'full', 'code'] })));
  });
  after(() => store.dispose());

  const commit = async (draft: CommitMessage) => (await store.database.write(commitMessage, draft)).messageId;
  const sentTo = (owner: string, draft: CommitMessage): CommitMessage => ({
    ...draft,
    message: { ...draft.message, service: 'Acme' },
    deliveries: draft.deliveries.map((delivery) => ({ ...delivery, owner_id: owner })),
  });
  const see = (viewer: Viewer, name: string) => getMessage(store.database, store.keyring, viewer, id[name] ?? '');
  const list = (viewer: Viewer, filter = {}) =>
    listMessages(store.database, store.keyring, viewer, { limit: 100, ...filter });

  it('is the one whose line it is, wholly', async () => {
    assert.equal((await list(ann)).length, 5);
    assert.equal((await see(ann, 'alone'))?.code, '123456');
  });

  it('is somebody whom a route sent it to, as far as their destination shows it', async () => {
    assert.equal(await see(bob, 'alone'), undefined);
    const seen = async (name: string) => {
      const message = await see(bob, name);
      return [message?.view, message?.code, message?.text === null];
    };
    assert.deepEqual(await seen('full'), ['full', '123456', false]);
    assert.deepEqual(await seen('code'), ['code', '123456', true]);
    assert.deepEqual(await seen('notice'), ['notice', null, true]);
    assert.deepEqual(await seen('several'), ['full', '123456', false]);
    assert.equal((await list(bob)).length, 4);
  });

  it('is nobody else, and an owner learns only that something came', async () => {
    assert.deepEqual(await list(guest), []);
    for (const name of Object.keys(id)) assert.equal(await see(guest, name), undefined);
    const shown = await list(eve);
    assert.equal(shown.length, 5);
    for (const message of shown) {
      assert.equal(message.view, 'hidden');
      assert.doesNotMatch(JSON.stringify(message), /Acme|123456|111222|one-time|15550100004|stick/);
      assert.deepEqual([message.deliverUntil, message.purgeAt], [started, started]);
    }
  });

  it('tells an owner nothing by what they ask for', async () => {
    assert.deepEqual(await list(eve, { service: 'Acme' }), []);
    assert.deepEqual(await list(eve, { hasCode: true }), []);
    assert.deepEqual(await list(eve, { hasCode: false }), []);
  });

  it('hears of it in the stream once', async () => {
    const heard = async (viewer: Viewer) =>
      (await readEvents(store.database, viewer, '0-0', 100)).events.map(({ data }) => data.messageId);
    assert.equal((await heard({ kind: 'administrator' })).length, 5);
    assert.equal((await heard(ann)).length, 5);
    assert.deepEqual(await heard(bob), [id.full, id.code, id.notice, id.several]);
    assert.equal((await heard(eve)).length, 5);
    assert.deepEqual(await heard(guest), []);
  });

  it('does not show a later revision to somebody whom only the earlier one was sent to', async () => {
    const first = sentTo('bob', draftOf(store, { destinations: ['full'] }));
    const messageId = await commit(first);
    assert.equal((await getMessage(store.database, store.keyring, bob, messageId))?.view, 'full');
    await commit({ ...draftOf(store, { id: messageId, text: 'whole', revises: true }), deliveries: [] });
    assert.equal(await getMessage(store.database, store.keyring, bob, messageId), undefined);
  });
});
