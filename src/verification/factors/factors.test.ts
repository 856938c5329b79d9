import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Secret, TOTP, URI } from 'otpauth';
import { openTestStore, startPostgres, type TestStore } from '../../../test/helpers/databases.ts';
import { KeypigeonError } from '../../domain/errors.ts';
import { waitAfter } from '../../domain/factor.ts';
import { factorsOf, unlockFactors } from '../../store/factors.ts';
import { codesLeft } from '../../store/recovery-codes.ts';
import { browsersOf } from '../../store/verify-browsers.ts';
import { type Clock, systemClock } from '../../support/clock.ts';
import { createIdMaker } from '../../support/ids.ts';
import { systemRandom } from '../../support/random.ts';
import { Hashes } from '../hashes.ts';
import { type FactorParts, holderOf, type Subject } from './parts.ts';
import { checkRecoveryCode, renewCodes } from './recovery.ts';
import { checkTotp, confirmOffer, offerTotp } from './totp.ts';
import { trust, useTrust } from './trust.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const started = 1_800_000_000_000;
const minute = 60_000;
const appId = `AC${'1'.repeat(32)}`;
const names = { issuer: 'Shop: the best', account: 'ann@example.com', addresses: [] };
let people = 0;

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`factors on ${dialect}`, () => {
    let store: TestStore;
    let parts: FactorParts;
    let now = started;
    let ann: Subject;
    const clock: Clock = { ...systemClock, now: () => now };

    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
      const { database, keyring } = store;
      parts = {
        ...{ database, keyring, clock, random: systemRandom, ids: createIdMaker(clock, systemRandom) },
        ...{ hashes: new Hashes(keyring), defaultRegion: () => 'US' },
      };
    });
    after(() => store.dispose());
    beforeEach(() => {
      now = started;
      ann = { appId, subject: `person ${++people}` };
    });

    /** What an authenticator app of others shows, `aheadMs` by its clock. */
    const shown = (uri: string, aheadMs = 0) => {
      const app = URI.parse(uri);
      assert.ok(app instanceof TOTP);
      return app.generate({ timestamp: now + aheadMs });
    };
    const outcomeOf = async (code: string) => (await checkTotp(parts, ann, code)).outcome;

    async function enrol(): Promise<{ id: string; uri: string }> {
      const { row, uri } = await offerTotp(parts, ann, names);
      await confirmOffer(parts, { appId, id: row.id, code: shown(uri) });
      now += minute;
      return { id: row.id, uri };
    }

    it('enrols what other authenticator apps understand', async () => {
      const { row, uri, secret } = await offerTotp(parts, ann, names);
      const app = URI.parse(uri);
      assert.ok(app instanceof TOTP);
      assert.deepEqual([app.algorithm, app.digits, app.period], ['SHA1', 6, 30]);
      assert.deepEqual([app.issuer, app.label], ['Shop  the best', 'ann@example.com']);
      assert.equal(app.secret.base32, secret);
      assert.equal(Secret.fromBase32(secret).bytes.length, 20);
      assert.equal(row.sealed.includes(secret), false);
      assert.equal(await outcomeOf(shown(uri)), 'wrong', 'it counts for nothing before it is confirmed');
    });

    it('takes an app into use by one good code, which is good for nothing more', async () => {
      const { row, uri } = await offerTotp(parts, ann, names);
      const wrong = String((Number(shown(uri)) + 1) % 1e6).padStart(6, '0');
      await assert.rejects(confirmOffer(parts, { appId, id: row.id, code: wrong }), { code: 'code-wrong' });
      const code = shown(uri);
      const confirmed = await Promise.allSettled([1, 2, 3].map(() => confirmOffer(parts, { appId, id: row.id, code })));
      assert.equal(confirmed.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.equal(await outcomeOf(code), 'used');
      now += minute;
      const typed = shown(uri).replace(/\d/g, (digit) => `${String.fromCodePoint(0x0660 + Number(digit))} `);
      assert.equal(await outcomeOf(typed), 'approved', 'in the digits of any script');
    });

    it('lets wrong first codes wait, also of 40 at once and of an enrolment begun anew', async () => {
      const used = await enrol();
      const { row, uri } = await offerTotp(parts, ann, names);
      const answer = (id: string, code: string) =>
        confirmOffer(parts, { appId, id, code }).then(
          ({ outcome }) => outcome,
          (error: unknown) => (error instanceof KeypigeonError ? error.code : String(error)),
        );
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, number) => answer(row.id, String(number).padStart(7, '0'))),
      );
      assert.equal(outcomes.filter((outcome) => outcome === 'code-wrong').length, 5);
      assert.equal(outcomes.filter((outcome) => outcome === 'delayed').length, 35);
      assert.equal(await answer(row.id, shown(uri)), 'delayed');
      const anew = await offerTotp(parts, ann, names);
      assert.equal(await answer(anew.row.id, shown(anew.uri)), 'delayed');
      assert.equal(await outcomeOf(shown(used.uri)), 'approved', 'the app that is in use stays open');
      now += 30_000;
      assert.equal(await answer(anew.row.id, '0000000'), 'code-wrong');
      assert.equal(await answer(anew.row.id, shown(anew.uri)), 'delayed');
      now += minute;
      assert.equal(await answer(anew.row.id, shown(anew.uri)), 'confirmed');
      const next = await offerTotp(parts, ann, names);
      assert.equal(await answer(next.row.id, '0000000'), 'code-wrong', 'a good one forgives those before');
    });

    it('tells whose clock is off by how much', async () => {
      const { row, uri } = await offerTotp(parts, ann, names);
      await assert.rejects(
        confirmOffer(parts, { appId, id: row.id, code: shown(uri, 5 * minute) }),
        (error: unknown) => error instanceof KeypigeonError && /about 300 s fast/.test(error.message),
      );
    });

    it('forgets an app that is not confirmed in time, or begun anew, or is of another app', async () => {
      const first = await offerTotp(parts, ann, names);
      const second = await offerTotp(parts, ann, names);
      const confirm = ({ row, uri }: typeof first, by = appId) =>
        confirmOffer(parts, { appId: by, id: row.id, code: shown(uri) });
      await assert.rejects(confirm(first), { code: 'not-found' });
      await assert.rejects(confirm(second, `AC${'2'.repeat(32)}`), { code: 'not-found' });
      now += 30 * minute;
      await assert.rejects(confirm(second), { code: 'not-found' });
    });

    it('knows at most five apps of one person, each by its own codes', async () => {
      const all = [];
      for (let count = 0; count < 5; count += 1) all.push(await enrol());
      await assert.rejects(offerTotp(parts, ann, names), { code: 'conflict' });
      for (const { id, uri } of all) {
        const answer = await checkTotp(parts, ann, shown(uri));
        assert.equal(answer.outcome === 'approved' && answer.row.id, id);
      }
    });

    it('takes each code once, also of 40 that come at once', async () => {
      const { uri } = await enrol();
      const code = shown(uri);
      const outcomes = await Promise.all(Array.from({ length: 40 }, () => outcomeOf(code)));
      assert.equal(outcomes.filter((outcome) => outcome === 'approved').length, 1);
      assert.equal(outcomes.filter((outcome) => outcome === 'used').length, 39);
      assert.equal(await outcomeOf(shown(uri, -30_000)), 'used', 'an earlier one than was taken');
      assert.equal(await outcomeOf(shown(uri, 30_000)), 'approved');
    });

    it('takes the codes of a step before and after, no others', async () => {
      const { uri } = await enrol();
      assert.equal(await outcomeOf(shown(uri, -60_000)), 'wrong');
      assert.equal(await outcomeOf(shown(uri, 60_000)), 'wrong');
      assert.equal(await outcomeOf(shown(uri, -30_000)), 'approved');
      assert.equal(await outcomeOf(shown(uri, 30_000)), 'approved');
    });

    it('follows a clock that goes wrong, for two minutes, and one that is set right', async () => {
      const { uri } = await enrol();
      for (const [steps, outcome] of [
        [1, 'approved'],
        [2, 'approved'],
        [3, 'approved'],
        [4, 'approved'],
        [5, 'wrong'],
      ] as const) {
        now += minute;
        assert.equal(await outcomeOf(shown(uri, steps * 30_000)), outcome, `${steps} steps`);
      }
      const [row] = await factorsOf(parts.database, holderOf(parts, ann));
      assert.equal(row?.drift, 3);
      now += 5 * minute;
      assert.equal(await outcomeOf(shown(uri)), 'approved');
    });

    it('lets wrong codes wait, of 40 at once all but five', async () => {
      const { uri } = await enrol();
      const good = shown(uri);
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, number) => outcomeOf(String(number).padStart(7, '0'))),
      );
      assert.equal(outcomes.filter((outcome) => outcome === 'wrong').length, 5);
      assert.equal(outcomes.filter((outcome) => outcome === 'delayed').length, 35);
      assert.deepEqual(await checkTotp(parts, ann, good), { outcome: 'delayed', retryAfterMs: 30_000 });
      now += 30_000;
      assert.equal(await outcomeOf('0000000'), 'wrong');
      assert.deepEqual(await checkTotp(parts, ann, shown(uri)), { outcome: 'delayed', retryAfterMs: 60_000 });
      now += minute;
      assert.equal(await outcomeOf(shown(uri)), 'approved');
      assert.equal(await outcomeOf('0000000'), 'wrong', 'a good one forgives those before');
    });

    it('is no way around the wait to send a code again that was taken', async () => {
      const { uri } = await enrol();
      const taken = shown(uri);
      assert.equal(await outcomeOf(taken), 'approved');
      for (let wrong = 0; wrong < 4; wrong += 1) assert.equal(await outcomeOf('0000000'), 'wrong');
      assert.equal(await outcomeOf(taken), 'used');
      assert.equal(await outcomeOf('0000000'), 'wrong');
      assert.equal(await outcomeOf('0000000'), 'delayed');
    });

    it('is closed after a hundred wrong codes, until the app or a recovery code opens it', async () => {
      const { uri } = await enrol();
      const { codes } = await renewCodes(parts, ann);
      const close = async () => {
        for (let wrong = 1; wrong <= 100; wrong += 1) {
          assert.equal(await outcomeOf('0000000'), 'wrong');
          now += waitAfter(wrong);
        }
        assert.deepEqual(await checkTotp(parts, ann, shown(uri)), { outcome: 'delayed', retryAfterMs: null });
      };
      await close();
      await parts.database.write(unlockFactors, { holder: holderOf(parts, ann), now });
      assert.equal(await outcomeOf(shown(uri)), 'approved');
      await close();
      assert.equal((await checkRecoveryCode(parts, ann, codes[0] ?? '')).outcome, 'approved');
      assert.equal(await outcomeOf(shown(uri)), 'approved');
    });

    it('takes each recovery code once, however it is typed, also of ten at once', async () => {
      const { codes, row } = await renewCodes(parts, ann);
      assert.equal(new Set(codes).size, 10);
      for (const code of codes) assert.match(code, /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
      const typed = (codes[0] ?? '').toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
      const answers = await Promise.all(Array.from({ length: 5 }, () => checkRecoveryCode(parts, ann, typed)));
      assert.equal(answers.filter(({ outcome }) => outcome === 'approved').length, 1);
      assert.equal(await codesLeft(parts.database, row.id), 9);
    });

    it('ends recovery codes when new ones are made, also twice at once', async () => {
      const old = await renewCodes(parts, ann);
      const [one, other] = await Promise.all([renewCodes(parts, ann), renewCodes(parts, ann)]);
      assert.equal((await checkRecoveryCode(parts, ann, old.codes[0] ?? '')).outcome, 'wrong');
      const left = [await codesLeft(parts.database, one.row.id), await codesLeft(parts.database, other.row.id)];
      assert.deepEqual(left.toSorted(), [0, 10]);
    });

    it('lets wrong recovery codes wait, while the authenticator app stays open', async () => {
      const { uri } = await enrol();
      const { codes } = await renewCodes(parts, ann);
      for (let wrong = 0; wrong < 5; wrong += 1)
        assert.equal((await checkRecoveryCode(parts, ann, 'AAAAA-AAAAA')).outcome, 'wrong');
      assert.equal((await checkRecoveryCode(parts, ann, codes[0] ?? '')).outcome, 'delayed');
      assert.equal(await outcomeOf(shown(uri)), 'approved');
    });

    it('says of somebody without factors what it says of a wrong code', async () => {
      assert.deepEqual(await checkTotp(parts, ann, '123456'), { outcome: 'wrong' });
      assert.deepEqual(await checkRecoveryCode(parts, ann, 'AAAAA-AAAAA'), { outcome: 'wrong' });
    });

    it('trusts a browser by a token that is another one after each use', async () => {
      const wish = { name: 'Firefox', days: 30 };
      const first = await trust(parts, ann, wish);
      const second = await useTrust(parts, ann, first.token);
      const third = await useTrust(parts, ann, second?.token ?? '');
      assert.equal(new Set([first.token, second?.token, third?.token]).size, 3);
      assert.equal(await useTrust(parts, { ...ann, subject: 'somebody' }, third?.token ?? ''), undefined);
      assert.equal(await useTrust(parts, { ...ann, appId: 'AC2' }, third?.token ?? ''), undefined);
      now += 30 * 24 * 60 * minute;
      assert.equal(await useTrust(parts, ann, third?.token ?? ''), undefined, 'it has ended');
    });

    it('ends the trust in a browser when an old token of it comes, however old', async () => {
      for (const uses of [1, 3]) {
        const first = await trust(parts, ann, { name: '', days: 30 });
        let token = first.token;
        for (let use = 0; use < uses; use += 1) token = (await useTrust(parts, ann, token))?.token ?? '';
        assert.equal(await useTrust(parts, ann, first.token), undefined);
        assert.equal(await useTrust(parts, ann, token), undefined);
      }
      assert.deepEqual(await browsersOf(parts.database, holderOf(parts, ann), now), []);
    });

    it('does not end the trust in a browser by a token that is made up', async () => {
      const { token } = await trust(parts, ann, { name: '', days: 30 });
      const next = await useTrust(parts, ann, token);
      const forged = token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
      for (const bad of [forged, token.replace('.0.', '.9.'), '', 'kpt_', `${token}x`])
        assert.equal(await useTrust(parts, ann, bad), undefined);
      assert.ok(await useTrust(parts, ann, next?.token ?? ''));
    });

    it('gives one of many at once the next token', async () => {
      const { token } = await trust(parts, ann, { name: '', days: 30 });
      const used = await Promise.all(Array.from({ length: 20 }, () => useTrust(parts, ann, token)));
      assert.equal(used.filter((one) => one !== undefined).length, 1);
    });
  });
}
