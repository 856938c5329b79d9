import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { insertPerson } from './people.ts';
import { beginProof, checkProof, endHeld, loadHeld, sealHeld, withdrawProof } from './proofs.ts';
import { saveSubscription } from './push-subscriptions.ts';
import { loadVapid } from './vapid.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const now = 1_800_000_000_000;
const actor = { kind: 'person', personId: 'ann', address: null } as const;
const held = { kind: 'sms', owner: 'ann', address: '+15550100003', settings: { to: '+15550100003' } };

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`many at once on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
      await store.database.write(insertPerson, { id: 'ann', name: 'Ann', role: 'member', endsAt: null });
    });
    after(() => store.dispose());

    const codeOf = (destinationId: string, limitedBy: string[], at = now) => ({
      destinationId,
      limitedBy,
      codeMac: 'right',
      salt: 'salt',
      sentTo: sealHeld(store.keyring, destinationId, held),
      actor,
      now: at,
    });
    const check = (destinationId: string, mac: string) =>
      store.database.write(checkProof, { destinationId, personKey: `wrong:${mac}`, macOf: () => mac, actor, now });
    const sixteen = <Result>(run: (at: number) => Promise<Result>) =>
      Promise.all(Array.from({ length: 16 }, (_, at) => run(at)));

    it('one code is sent', async () => {
      const args = (at: number) => codeOf(`phone-${at % 4}`, at % 2 === 0 ? ['b', 'a'] : ['a', 'b']);
      const begun = await sixteen((at) => store.database.write(beginProof, args(at)));
      assert.equal(begun.filter((one) => one.begun).length, 1);
    });

    it('five guesses are taken, and none after them', async () => {
      await store.database.write(beginProof, codeOf('guessed', ['guessed']));
      const outcomes = await sixteen((at) => check('guessed', `wrong ${at}`));
      assert.equal(outcomes.filter(({ outcome }) => outcome === 'wrong').length, 5);
      assert.equal((await check('guessed', 'right')).outcome, 'no-tries');
    });

    it('one right code proves what it was sent to, until another address ends it once', async () => {
      await store.database.write(beginProof, codeOf('proven', ['proven']));
      const outcomes = await sixteen(() => check('proven', 'right'));
      assert.equal(outcomes.filter(({ outcome }) => outcome === 'proven').length, 1);
      const proven = (await loadHeld(store.database.read, store.keyring)).get('proven');
      assert.deepEqual(proven, { ...held, provenAt: now });
      const ended = await sixteen(() => store.database.write(endHeld, { destinationId: 'proven', provenAt: now }));
      assert.equal(ended.filter(Boolean).length, 1);
    });

    it('what was not sent does not count', async () => {
      const args = codeOf('unsent', ['unsent']);
      await store.database.write(beginProof, args);
      await store.database.write(withdrawProof, args);
      assert.equal((await check('unsent', 'right')).outcome, 'no-code');
      assert.equal((await store.database.write(beginProof, args)).begun, true);
    });

    it('ten browsers of a person are taken, and one pair of keys is made', async () => {
      const save = (at: number) =>
        store.database.write(saveSubscription, {
          personId: 'ann',
          settings: { endpoint: `https://push.example/${at}`, p256dh: 'p', auth: 'a', name: 'x' },
          newId: `push-${at}`,
          keyring: store.keyring,
          actor,
          now,
        });
      const saved = await sixteen((at) => save(at).catch(() => null));
      assert.equal(saved.filter((one) => one?.isNew).length, 10);
      const keys = await sixteen((at) =>
        loadVapid(store.database, store.keyring, (length) => new Uint8Array(length).fill(at + 1)),
      );
      assert.equal(new Set(keys.map(({ publicKey, privateKey }) => `${publicKey} ${privateKey}`)).size, 1);
    });
  });
}
