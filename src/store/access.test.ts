import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import type { KeypigeonError } from '../domain/errors.ts';
import { findApp, insertApp } from './apps.ts';
import { listAudit, recordAudit } from './audit.ts';
import * as credentials from './credentials.ts';
import { findPerson, insertPerson, listPeople, retirePerson, takenPersonIds, updatePerson } from './people.ts';
import * as sessions from './sessions.ts';
import { beginTry, endTry, forgottenAfterMs } from './sign-in-delays.ts';
import * as tokens from './tokens.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const now = 1_700_000_000_000;

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`people and how they sign in, on ${dialect}`, () => {
    let store: TestStore;
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
    });
    after(() => store.dispose());

    const add = (id: string, role: 'owner' | 'member' = 'member') =>
      store.database.write(insertPerson, { id, name: id, role, endsAt: null });
    const session = (hash: string, personId: string): sessions.SessionRow => ({
      hash,
      id: `id-${hash}`,
      person_id: personId,
      stage: 'full',
      secure: 1,
      how: 'password',
      browser: 'a browser',
      address: '192.0.2.1',
      created_at: now,
      seen_at: now,
      ends_at: now + 1_000,
    });
    const begin = (hash: string, personId: string, replaces: string | null = null) =>
      store.database.write(sessions.insertSession, { session: session(hash, personId), replaces });
    const has = (code: string) => (error: unknown) => (error as KeypigeonError).code === code;

    it('keeps people, and the id of whoever was removed', async () => {
      const { database } = store;
      await add('olga', 'owner');
      await add('max');
      await assert.rejects(add('max'), has('conflict'));
      await database.write(updatePerson, { id: 'max', name: 'Max', endsAt: now + 5, now });
      const max = await findPerson(database, 'max');
      assert.deepEqual([max?.name, max?.role, max?.endsAt, max?.provisioned], ['Max', 'member', now + 5, false]);
      await assert.rejects(database.write(updatePerson, { id: 'nobody', name: 'x', now }), has('not-found'));
      await database.write(retirePerson, { id: 'max', now });
      await assert.rejects(database.write(retirePerson, { id: 'max', now }), has('not-found'));
      assert.equal(await findPerson(database, 'max'), undefined);
      assert.deepEqual(
        (await listPeople(database)).map(({ id }) => id),
        ['olga'],
      );
      assert.deepEqual([...(await takenPersonIds(database))].sort(), ['max', 'olga']);
      await assert.rejects(add('max'), has('conflict'));
    });

    it('keeps an owner, also when all of them leave at once', async () => {
      const { database } = store;
      for (const id of ['otto', 'otis', 'oona']) await add(id, 'owner');
      const leave = (id: string) => database.write(updatePerson, { id, role: 'member', now });
      const left = await Promise.allSettled(['olga', 'otto', 'otis', 'oona'].map(leave));
      assert.deepEqual(
        left.flatMap((one) => (one.status === 'rejected' ? [(one.reason as KeypigeonError).code] : [])),
        ['conflict'],
      );
      assert.equal((await listPeople(database)).filter(({ role }) => role === 'owner').length, 1);
    });

    it('counts each of many tries at once', async () => {
      const { database } = store;
      const rules = [
        { key: 'pair', free: 3 },
        { key: 'network', free: 20 },
      ];
      const waits = await Promise.all(Array.from({ length: 12 }, () => database.write(beginTry, { rules, now })));
      // Three are free, the fourth costs a second, and nobody begins within it.
      assert.deepEqual([waits.filter((wait) => wait === 0).length, Math.max(...waits)], [4, 1_000]);
      const stored = await database.read
        .selectFrom('sign_in_delays')
        .select(['key', 'failures'])
        .orderBy('key')
        .execute();
      assert.deepEqual(stored, [
        { key: 'network', failures: 4 },
        { key: 'pair', failures: 4 },
      ]);
      const later = now + forgottenAfterMs;
      assert.equal(await database.write(beginTry, { rules, now: later }), 0);
      await database.write(endTry, { forget: ['pair'], giveBack: ['network'] });
      const left = await database.read.selectFrom('sign_in_delays').select(['key', 'failures']).execute();
      assert.deepEqual(left, [{ key: 'network', failures: 0 }]);
      await database.write(endTry, { forget: [], giveBack: ['network'] });
      const floor = await database.read.selectFrom('sign_in_delays').select('failures').execute();
      assert.deepEqual(floor, [{ failures: 0 }]);
    });

    it('keeps sessions by their hash', async () => {
      const { database } = store;
      await add('sven');
      await begin('one', 'sven');
      await begin('two', 'sven', 'one');
      await begin('three', 'sven');
      assert.equal(await sessions.findSession(database, 'one'), undefined);
      assert.deepEqual(await sessions.findSession(database, 'two'), session('two', 'sven'));
      await database.write(sessions.touchSession, { hash: 'three', now: now + 7 });
      assert.deepEqual(
        (await sessions.sessionsOf(database, 'sven')).map(({ hash }) => hash),
        ['three', 'two'],
      );
      assert.equal(await database.write(sessions.revokeSession, { id: 'id-two', personId: 'olga' }), false);
      assert.equal(await database.write(sessions.revokeSession, { id: 'id-two', personId: 'sven' }), true);
      await begin('four', 'sven');
      await database.write(sessions.revokeOtherSessions, { personId: 'sven', keep: 'four' });
      assert.equal((await sessions.sessionsOf(database, 'sven')).length, 1);
      await database.write(sessions.deleteSession, { hash: 'four' });
      assert.deepEqual(await sessions.sessionsOf(database, 'sven'), []);
    });

    it('rotates the token of a trusted browser once', async () => {
      const { database } = store;
      const row = { id: 'b1', hash: 'first', old_hash: null, person_id: 'sven', browser: 'a browser' };
      await database.write(sessions.insertBrowser, { ...row, created_at: now, seen_at: now, ends_at: now + 9 });
      const rotated = await Promise.all(
        ['second', 'other'].map((to) => database.write(sessions.rotateBrowser, { id: 'b1', from: 'first', to, now })),
      );
      assert.deepEqual(rotated.toSorted(), [false, true]);
      const [left] = await sessions.browsersOf(database, 'sven');
      assert.equal(left?.old_hash, 'first');
      assert.equal((await sessions.findBrowser(database, left?.hash ?? ''))?.id, 'b1');
      assert.equal(await database.write(sessions.revokeBrowser, { id: 'b1', personId: 'olga' }), false);
      assert.equal(await database.write(sessions.revokeCopiedBrowser, { oldHash: 'unknown' }), false);
      assert.equal(await database.write(sessions.revokeCopiedBrowser, { oldHash: 'first' }), true);
      assert.deepEqual(await sessions.browsersOf(database, 'sven'), []);
    });

    it('takes a set-up link once', async () => {
      const { database } = store;
      const link = (hash: string, personId: string | null, endsAt = now + 1_000) =>
        database.write(sessions.insertSetupLink, {
          link: { hash, person_id: personId, created_at: now, ends_at: endsAt },
          erase: false,
        });
      const take = (hash: string, at: number, newOwner: { id: string; name: string } | null) =>
        database.write(sessions.takeSetupLink, {
          hash,
          now: at,
          session: session(`${hash}-${Math.random()}`, newOwner?.id ?? 'sven'),
          newOwner,
        });
      await link('old', null);
      await link('open', null);
      assert.equal(await sessions.findSetupLink(database, 'old'), undefined);
      assert.equal(await take('open', now + 1_000, null), false, 'it is over');
      const taken = await Promise.all([1, 2].map(() => take('open', now, { id: 'first', name: 'First' })));
      assert.deepEqual(taken.toSorted(), [false, true]);
      assert.equal((await findPerson(database, 'first'))?.role, 'owner');
      await link('again', null);
      assert.equal(await take('again', now, null), true);
      assert.equal((await findPerson(database, 'sven'))?.role, 'owner');
      await link('mine', 'sven');
      assert.equal((await sessions.findSetupLink(database, 'mine'))?.person_id, 'sven');
      assert.equal(await take('mine', now, null), true);
    });

    it('takes a step, a recovery code and a challenge once', async () => {
      const { database } = store;
      const personId = 'totp';
      await add(personId);
      await database.write(credentials.setPendingTotp, { personId, sealed: 'pending' });
      const activate = (pending: string) =>
        database.write(credentials.activateTotp, { personId, pending, sealed: 'sealed', step: 5, hashes: ['a', 'b'] });
      assert.equal(await activate('another'), false);
      assert.equal(await activate('pending'), true);
      const steps = [5, 6, 6].map((step) => database.write(credentials.takeTotpStep, { personId, step }));
      assert.deepEqual((await Promise.all(steps)).toSorted(), [false, false, true]);
      const use = { personId, hash: 'a', now };
      assert.equal(await database.write(credentials.takeRecoveryCode, { ...use, personId: 'sven' }), false);
      const uses = [1, 2].map(() => database.write(credentials.takeRecoveryCode, use));
      assert.deepEqual((await Promise.all(uses)).toSorted(), [false, true]);
      assert.equal(await credentials.countRecoveryCodes(database, personId), 1);
      await database.write(credentials.replaceRecoveryCodes, { personId, hashes: ['c', 'd', 'e'] });
      assert.equal(await credentials.countRecoveryCodes(database, personId), 3);

      const passkey = {
        id: 'key',
        person_id: personId,
        name: 'A key',
        rp_id: 'localhost',
        public_key: 'AA',
        counter: 0,
        transports: '[]',
        created_at: now,
        last_used_at: null,
      };
      const burn = (challenge: string) => ({ challenge, challengeEndsAt: now + 1 });
      assert.equal(await database.write(credentials.insertPasskey, { passkey, ...burn('c1') }), true);
      const again = { passkey: { ...passkey, id: 'key2' }, ...burn('c1') };
      assert.equal(await database.write(credentials.insertPasskey, again), false, 'the challenge is used');
      assert.equal(await database.write(credentials.insertPasskey, { passkey, ...burn('c2') }), false, 'it is known');
      const answers = [1, 2].map(() =>
        database.write(credentials.usePasskey, { id: 'key', counter: 4_294_967_295, now, ...burn('c3') }),
      );
      assert.deepEqual((await Promise.all(answers)).toSorted(), [false, true]);
      const found = await credentials.findPasskey(database, 'key');
      assert.deepEqual([found?.counter, found?.last_used_at], [4_294_967_295, now]);
      assert.deepEqual(await credentials.passkeysOf(database, personId), [found]);
      assert.equal((await findPerson(database, personId))?.passkeys, 1);
      assert.equal(await database.write(credentials.deletePasskey, { id: 'key', personId: 'sven' }), false);
      assert.equal(await database.write(credentials.deletePasskey, { id: 'key', personId }), true);
    });

    it('a change of the password ends trust, and a reset ends all', async () => {
      const { database } = store;
      const personId = 'reset';
      await add(personId);
      const trust = { id: 'b2', hash: 'h2', old_hash: null, person_id: personId, browser: 'a browser' };
      const times = { created_at: now, seen_at: now, ends_at: now + 9 };
      await database.write(sessions.insertBrowser, { ...trust, ...times });
      await database.write(credentials.setPassword, { personId, password: 'hash' });
      await database.write(credentials.setPasswordAlone, { personId, alone: true });
      assert.deepEqual(await sessions.browsersOf(database, personId), []);
      const before = await findPerson(database, personId);
      assert.deepEqual([before?.password, before?.passwordAlone], ['hash', true]);
      await begin('ends', personId);
      const link = { hash: 'anew', person_id: personId, created_at: now, ends_at: now + 1 };
      await database.write(sessions.insertSetupLink, { link, erase: true });
      const erased = await findPerson(database, personId);
      assert.deepEqual([erased?.password, erased?.passwordAlone, erased?.totp], [null, false, null]);
      assert.equal(await sessions.findSession(database, 'ends'), undefined);
      assert.ok(await sessions.findSetupLink(database, 'anew'));
    });

    it('keeps tokens and apps until they are revoked or their person is removed', async () => {
      const { database } = store;
      await add('toni');
      const token = { name: 'a token', scopes: ['read'] as tokens.Scope[], createdAt: now };
      await database.write(tokens.insertToken, { ...token, id: 't1', hash: 'h1' });
      await database.write(tokens.insertToken, { ...token, id: 't2', hash: 'h2', personId: 'toni' });
      await database.write(tokens.touchToken, { id: 't2', now });
      assert.deepEqual(await tokens.findToken(database, 'h2'), {
        ...token,
        id: 't2',
        lastUsedAt: now,
        personId: 'toni',
      });
      assert.equal(await tokens.countTokens(database), 2);
      const app = { id: 'AC1', name: 'an app', ownerId: 'toni', lines: null, createdAt: now, lastUsedAt: null };
      await database.write(insertApp, { ...app, tokenHash: 'h3', sealedToken: 'sealed' });
      await database.write(retirePerson, { id: 'toni', now });
      assert.equal(await tokens.findToken(database, 'h2'), undefined);
      assert.equal(await findApp(database, 'AC1'), undefined);
      assert.equal(await database.write(tokens.revokeToken, { id: 't1', now }), true);
      assert.equal(await database.write(tokens.revokeToken, { id: 't1', now }), false);
      assert.deepEqual(await tokens.listTokens(database), []);
    });

    it('pages the audit log, newest first', async () => {
      const { database } = store;
      for (const [personId, action] of [
        ['audited', 'a'],
        ['audited', 'b'],
        ['another', 'c'],
        ['audited', 'd'],
      ] as const)
        await database.write(recordAudit, {
          actor: { kind: 'person', personId, address: '192.0.2.1' },
          action,
          subject: null,
          now,
        });
      const page = await listAudit(database, { personId: 'audited', limit: 2 });
      assert.deepEqual(
        page.map(({ action }) => action),
        ['d', 'b'],
      );
      const rest = await listAudit(database, { personId: 'audited', before: page.at(-1)?.id, limit: 2 });
      assert.deepEqual(
        rest.map(({ action, at, address }) => [action, at, address]),
        [['a', now, '192.0.2.1']],
      );
    });
  });
}
