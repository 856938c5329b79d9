import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openTestStore, startPostgres } from '../../test/helpers/databases.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { lookAtSetupLink, makeFirstSetupLink, takeLink } from '../access/setup.ts';
import { setPassword } from '../store/credentials.ts';
import { insertPerson } from '../store/people.ts';
import { createIdMaker } from '../support/ids.ts';
import { systemRandom } from '../support/random.ts';
import { offerFirstSetup, programName } from './first-start.ts';

const postgres = await startPostgres();
after(() => postgres.stop());
const start = Date.UTC(2026, 10, 23, 8);
const browser = { address: '192.168.1.7', name: 'test', secure: false };

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`the first start on ${dialect}`, () => {
    async function open(t: { after(run: () => unknown): void }) {
      const store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
      t.after(() => store.dispose());
      const clock = createManualClock(start);
      const parts = { ...store, clock, random: systemRandom, ids: createIdMaker(clock, systemRandom) };
      const told: string[] = [];
      const offer = () =>
        offerFirstSetup(parts, {
          addresses: ['http://localhost:7466', 'http://192.168.1.5:7466'],
          program: 'keypigeon',
          tell: (lines) => told.push(...lines),
        });
      return { parts, clock, told, offer };
    }
    const tokenIn = (lines: string[]) => /\/setup#([A-Za-z0-9_-]{43})$/m.exec(lines.join('\n'))?.[1] ?? '';

    it('shows one link at each address, and says how to get another when it ran out', async (t) => {
      const { parts, clock, told, offer } = await open(t);
      const { lines } = await offer();
      const token = tokenIn(lines);
      assert.deepEqual(lines.slice(1, 3), [
        `  Set up: http://localhost:7466/setup#${token}`,
        `  Set up: http://192.168.1.5:7466/setup#${token}`,
      ]);
      assert.equal((await lookAtSetupLink(parts, token)).person, null);
      clock.advance(15 * 60_000);
      await eventually(() => told.length === 2, 'the end is told');
      assert.match(told.join(' '), /not used in time.* keypigeon person add "Your name" --role owner$/);
      await assert.rejects(lookAtSetupLink(parts, token), { code: 'setup-link-invalid' });
    });

    it('is silent about a link that was taken, and shows none once an owner can sign in', async (t) => {
      const { parts, clock, told, offer } = await open(t);
      const token = tokenIn((await offer()).lines);
      await takeLink(parts, { token, name: 'Ann', browser });
      clock.advance(15 * 60_000);
      assert.notEqual(tokenIn((await offer()).lines), '', 'Ann did not go on: there must be a way in');
      assert.deepEqual(told, []);
      clock.advance(15 * 60_000);
      await eventually(() => told.join(' ').endsWith('keypigeon person reset ann'), 'the end is told');
      await parts.database.write(setPassword, { personId: 'ann', password: 'hash' });
      assert.deepEqual((await offer()).lines, []);
    });

    it('does not count who is no owner, or one no more', async (t) => {
      const { parts, offer } = await open(t);
      for (const [id, role, endsAt] of [
        ['bob', 'member', null],
        ['eve', 'owner', start - 1],
      ] as const) {
        await parts.database.write(insertPerson, { id, name: id, role, endsAt });
        await parts.database.write(setPassword, { personId: id, password: 'hash' });
      }
      assert.notEqual(tokenIn((await offer()).lines), '');
    });

    it('gives nodes that start together one link, and a node that starts again its own', async (t) => {
      const { parts, offer } = await open(t);
      const made = await Promise.all([1, 2, 3].map(() => makeFirstSetupLink(parts)));
      const links = made.filter((one) => one !== null && one !== 'elsewhere');
      assert.equal(links.length, dialect === 'postgres' ? 1 : 3);
      const { lines } = await offer();
      if (dialect === 'postgres') assert.match(lines.join('\n'), /printed a set-up link.*\n.*keypigeon person add/);
      else assert.notEqual(tokenIn(lines), '');
      const [last] = links.slice(-1);
      const isGood = lookAtSetupLink(parts, last?.token ?? '');
      if (dialect === 'postgres') await isGood;
      else await assert.rejects(isGood, { code: 'setup-link-invalid' });
    });
  });
}

it('names commands as they are typed', () => {
  assert.equal(programName({ npm_lifecycle_event: 'start' }), 'npm run -s keypigeon --');
  assert.equal(programName({}), 'keypigeon');
});
