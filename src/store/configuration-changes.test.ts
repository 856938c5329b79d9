import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import type { CanarySetting, Configuration, RouteSetting, SourceSetting } from '../config/configuration.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { listAudit } from './audit.ts';
import { type Change, changeConfiguration, loadItems, type StoredItems } from './configuration-changes.ts';
import { keepParts } from './parts.ts';
import { insertPerson } from './people.ts';
import { provision, turnOffDestination } from './provision.ts';
import { loadMemory, saveMemory } from './sources.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const line = {
  ...{ id: 'burner', number: '+15550100001', owner: 'ann', unmatched: null },
  sending: { everySeconds: null, perDay: 5 },
};
const source: SourceSetting = { id: 'stick', kind: 'hilink', line: 'burner', enabled: true, settings: {} };
const nightly: CanarySetting = {
  ...{ id: 'nightly', to: 'burner', via: 'acme', everyMinutes: 1440, lostAfterSeconds: 300, enabled: true },
};
const route: RouteSetting = { id: 'codes', name: 'Codes', when: {}, to: [], stop: false };
const destination = {
  ...{ id: 'team', kind: 'slack', owner: 'ann', enabled: true, show: 'code' as const, template: null },
  settings: { webhookUrl: 'https://hooks.example.com/secret' },
};

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`changes of the configuration on ${dialect}`, () => {
    let store: TestStore;
    const secretsOf = () => ['webhookUrl'];
    const decide = (choose: (stored: StoredItems) => Change) =>
      store.database.write(changeConfiguration, {
        ...{ keyring: store.keyring, secretsOf, now: 5 },
        actor: { kind: 'person', personId: 'ann', address: '192.0.2.1' },
        decide: choose,
      });
    const change = (one: Change) => decide(() => one);
    const items = () => loadItems(store.database, store.keyring);
    const applyFile = async (parts: Partial<Configuration>, hash: string) => {
      const { configuration } = await items();
      const rest = { people: [], lines: [], sources: [], destinations: [], routes: [], canaries: [] };
      const whole = { ...configuration, ...rest, ...parts };
      const { keyring } = store;
      await store.database.write(provision, { configuration: whole, hash, file: 'a.yaml', keyring, secretsOf, now: 6 });
    };
    before(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
      await store.database.write(insertPerson, { id: 'ann', name: 'Ann', role: 'owner', endsAt: null });
    });
    after(() => store.dispose());

    it('are written and read as they are, secrets sealed, with who made them', async () => {
      await change({ put: 'lines', setting: line });
      await change({ put: 'sources', setting: source });
      await change({ put: 'destinations', setting: destination });
      await change({ put: 'routes', setting: route });
      const { configuration, marks, file } = await items();
      assert.deepEqual(configuration.lines, [line]);
      assert.deepEqual(configuration.sources, [source]);
      assert.deepEqual(configuration.destinations, [destination]);
      assert.deepEqual(configuration.routes, [{ ...route, revision: 1 }]);
      assert.deepEqual(marks.lines.get('burner'), { provisioned: false, retired: false, owner: 'ann', show: null });
      assert.equal(file, null);
      const row = await store.database.read.selectFrom('destinations').select('config').executeTakeFirstOrThrow();
      assert.doesNotMatch(row.config, /secret/);
      const [last] = await listAudit(store.database, { limit: 1 });
      assert.deepEqual(
        [last?.personId, last?.action, last?.subject, last?.address],
        ['ann', 'configuration.saved', 'routes/codes', '192.0.2.1'],
      );
    });

    it('wait for one another: what one takes away no other can name', async () => {
      const addSource = (stored: StoredItems): Change => {
        if (!stored.configuration.lines.some(({ id }) => id === 'spare')) throw new Error('no such line');
        return { put: 'sources', setting: { ...source, id: 'late', line: 'spare' } };
      };
      const removeLine = (stored: StoredItems): Change => {
        if (stored.configuration.sources.some((one) => one.line === 'spare')) throw new Error('in use');
        return { retire: 'lines', id: 'spare' };
      };
      for (let round = 0; round < 5; round++) {
        await change({ put: 'lines', setting: { ...line, id: 'spare', number: null } });
        await Promise.allSettled(
          round % 2 === 0 ? [decide(addSource), decide(removeLine)] : [decide(removeLine), decide(addSource)],
        );
        const { configuration } = await items();
        const hasLine = configuration.lines.some(({ id }) => id === 'spare');
        assert.equal(
          configuration.sources.some(({ id }) => id === 'late'),
          hasLine,
        );
        if (hasLine) await change({ retire: 'sources', id: 'late' });
      }
    });

    it('that fail leave nothing, and no entry', async () => {
      const entries = await listAudit(store.database, { limit: 200 });
      await assert.rejects(
        decide(() => {
          throw new KeypigeonError('conflict', 'refused');
        }),
        /refused/,
      );
      assert.deepEqual(await listAudit(store.database, { limit: 200 }), entries);
    });

    it('of the kind of a source begin its memory anew, also when it comes back', async () => {
      const { database } = store;
      const part = { id: 'p', data: 'sealed', receivedAt: 1 };
      await database.write(saveMemory, { sourceId: 'stick', value: { cursor: 1 } });
      await database.write(keepParts, { sourceId: 'stick', sealed: [part] });
      await change({ put: 'sources', setting: { ...source, enabled: false } });
      assert.deepEqual(await loadMemory(database, 'stick'), { cursor: 1 });
      await change({ retire: 'sources', id: 'stick' });
      await change({ put: 'sources', setting: { ...source, kind: 'serial' } });
      assert.equal(await loadMemory(database, 'stick'), undefined);
      assert.deepEqual(await database.read.selectFrom('parts').selectAll().execute(), []);
    });

    it('count the revision of a route up, and ask one that comes back last', async () => {
      await change({ put: 'routes', setting: { ...route, id: 'other' } });
      await change({ put: 'routes', setting: { ...route, stop: true } });
      await change({ retire: 'routes', id: 'codes' });
      await change({ put: 'routes', setting: { ...route, stop: true } });
      const { configuration } = await items();
      assert.deepEqual(
        configuration.routes.map(({ id, revision }) => [id, revision]),
        [
          ['other', 1],
          ['codes', 2],
        ],
      );
      await change({ of: 'routes', order: ['codes', 'other'] });
      assert.deepEqual(
        (await items()).configuration.routes.map(({ id }) => id),
        ['codes', 'other'],
      );
    });

    it('turn on again what was turned off', async () => {
      await store.database.write(turnOffDestination, { id: 'team', reason: 'gone', now: 1 });
      assert.equal((await items()).configuration.off.get('team'), 'gone');
      await change({ put: 'destinations', setting: destination });
      assert.equal((await items()).configuration.off.size, 0);
    });

    it('keep what belongs to no table beside what they change', async () => {
      const broker = { listen: '127.0.0.1:1883', username: 'hub', password: 'hunter2' };
      const people = [{ id: 'ann', name: 'Ann' }];
      await applyFile({ people, broker }, 'one');
      await change({
        general: {
          publicUrl: 'https://c.example',
          defaultRegion: 'US',
          canaries: [],
          network: { allowHosts: ['a'], serveHosts: [], trustedProxies: ['127.0.0.0/8', '::1'] },
        },
      });
      const { configuration, file } = await items();
      assert.equal(file, 'a.yaml');
      assert.deepEqual(configuration.broker, broker);
      assert.deepEqual([configuration.publicUrl, configuration.network.allowHosts], ['https://c.example', ['a']]);
    });

    it('by a file take over what it names, and leave the rest', async () => {
      await applyFile({ lines: [{ ...line, sending: { everySeconds: 1, perDay: 1 } }], sources: [source] }, 'two');
      const { configuration, marks } = await items();
      assert.deepEqual([marks.lines.get('burner')?.provisioned, marks.sources.get('stick')?.provisioned], [true, true]);
      assert.equal(configuration.lines.find(({ id }) => id === 'burner')?.sending.perDay, 1);
      assert.deepEqual(
        [marks.routes.get('codes')?.provisioned, marks.destinations.get('team')?.retired],
        [false, false],
      );
      const own: CanarySetting = { ...nightly, id: 'own' };
      const general = { publicUrl: null, defaultRegion: null, network: configuration.network };
      await change({ general: { ...general, canaries: [{ ...nightly, via: 'team' }, own] } });
      await applyFile({ canaries: [nightly] }, 'tests');
      const tests = (await items()).configuration;
      assert.deepEqual([tests.canaries, [...tests.testsOfFile]], [[nightly, own], ['nightly']]);
      await change({ general: { ...general, canaries: [nightly, { ...own, everyMinutes: 60 }] } });
      await applyFile({}, 'three');
      const left = (await items()).configuration;
      assert.deepEqual([left.canaries, left.testsOfFile.size], [[{ ...own, everyMinutes: 60 }], 0]);
      assert.deepEqual((await items()).marks.lines.get('burner')?.retired, true);
      assert.equal((await items()).configuration.destinations.length, 1);
    });
  });
}
