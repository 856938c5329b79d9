import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeApp } from '../src/http/make-app.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../src/simulators/twilio.ts';
import { saveAppSettings, sealAppSettings, usualAppSettings } from '../src/store/verify-apps.ts';
import { insertService, usualServiceSettings } from '../src/store/verify-services.ts';
import { startPostgres } from './helpers/databases.ts';
import { openTestHub, type TestHub } from './helpers/program.ts';
import { until } from './helpers/twilio-hub.ts';
import { createSkippingClock, fictionNumber } from './helpers/verify-hub.ts';
import {
  approvedBesideWrong,
  callVerify,
  checksAmongResends,
  overlongBursts,
  raceCode,
  rightBesideRight,
  rightBesideWrong,
  type VerifyCaller,
} from './helpers/verify-races.ts';

const upstream = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'for-tests-only' };
const plenty = { short: 1_000_000, long: 1_000_000 };
const minute = 60_000;

/** Whole programs, called over HTTP as an app calls them. */
for (const { name, nodes, bursts } of [
  { name: 'one hub on SQLite', nodes: 1, bursts: 60 },
  { name: 'two hubs on one PostgreSQL', nodes: 2, bursts: 15 },
]) {
  describe(`checks that race, ${name}`, () => {
    const clock = createSkippingClock();
    const hubs: TestHub[] = [];
    let callers: VerifyCaller[] = [];
    let simulator: TwilioSimulator;
    let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;

    before(async () => {
      simulator = await startTwilioSimulator(upstream);
      postgres = nodes === 1 ? undefined : await startPostgres();
      const place = postgres === undefined ? {} : { databaseUrl: await postgres.create() };
      hubs.push(await openTestHub({ ...place, yaml: null, tools: { clock } }));
      const keyFile = join(first().folder, 'keypigeon.key');
      while (hubs.length < nodes) hubs.push(await openTestHub({ ...place, yaml: null, keyFile, tools: { clock } }));
      await first().api.applyProvisioning(yamlOf(simulator.url), 'keypigeon.yaml', false);
      for (const { api } of hubs) await until(() => (api.configuration().lines.length > 0 ? true : undefined));
      const { path, headers } = await makeService(first());
      callers = hubs.map(({ url }) => callVerify({ url: `${url}${path}`, headers }));
    });
    after(async () => {
      for (const caller of callers) await caller.close();
      for (const hub of hubs.toReversed()) await hub.close();
      await simulator.close();
      await postgres?.stop();
    });

    function first(): TestHub {
      const [hub] = hubs;
      assert.ok(hub);
      return hub;
    }

    it('have one winner of two that are right', async () => {
      assert.equal(await rightBesideRight(callers, 300), 300);
    });

    it('do not refuse a right one beside a wrong one', async () => {
      assert.equal(await rightBesideWrong(callers, 300), 0);
    });

    it('keep no approval by the app from a person, and are kept from nothing by it', async () => {
      assert.equal(await approvedBesideWrong(callers, 150), 0);
    });

    it('are five for one code, in a burst of forty', async () => {
      assert.equal(await overlongBursts(callers, bursts), 0);
    });

    it('are five for one code, however often it is sent again', async () => {
      const later = () => clock.skip(0.4 * minute);
      const { sent, evaluated } = await checksAmongResends(callers, 20, later);
      assert.equal(evaluated, 5);
      assert.ok(sent >= 1, 'it was sent again');
    });

    it('take the code that was sent last, whichever hub sent the one before', async () => {
      const [one, other = one] = callers;
      assert.ok(one && other);
      const to = fictionNumber();
      await one.start(to);
      clock.skip(minute);
      assert.equal((await other.start(to, '135790')).status, 201);
      assert.equal((await one.check(to, raceCode)).is, 'pending');
      assert.equal((await one.check(to, '135790')).is, 'approved');
      assert.equal((await one.check(to, '135790')).status, 404);
    });
  });
}

/** Texts leave so slowly that races wait for none. */
function yamlOf(upstreamUrl: string): string {
  return `
defaultRegion: US
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }]
lines: [{ id: slow, number: "+15550100005", owner: ann, unmatched: [], sending: { everySeconds: 3600 } }]
sources:
  - { id: two, line: slow, kind: twilio, accountSid: ${upstream.accountSid}, authToken: ${upstream.authToken}, apiBaseUrl: "${upstreamUrl}", catchUpSeconds: 3600 }
`;
}

/** An app with a service that takes codes of its own; limits do not end the races. */
async function makeService({ api }: TestHub): Promise<{ path: string; headers: Record<string, string> }> {
  const { database, keyring, clock, ids, random } = api;
  const { app, authToken } = await makeApp(
    { database, keyring, clock, random, configuration: api.configuration() },
    { name: 'races' },
  );
  const limits = { destination: plenty, prefix: plenty, region: plenty, app: plenty };
  await database.write(saveAppSettings, sealAppSettings(keyring, app.id, { ...usualAppSettings, limits }));
  const service = { id: ids(), appId: app.id, name: 'Races', now: clock.now() };
  await database.write(insertService, { ...service, settings: { ...usualServiceSettings, customCodes: true } });
  const authorization = `Basic ${Buffer.from(`${app.id}:${authToken}`).toString('base64')}`;
  return { path: `/v2/Services/VA${service.id.replaceAll('-', '')}`, headers: { authorization } };
}
