import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type HilinkSimulator,
  type HilinkSimulatorOptions,
  startHilinkSimulator,
} from '../../simulators/hilink/simulator.ts';
import { systemClock } from '../../support/clock.ts';
import { silentLogger } from '../../support/logger.ts';
import { systemRandom } from '../../support/random.ts';
import { HilinkClient } from './client.ts';
import { StatusReader } from './status.ts';
import { startDevice, type TestDevice } from './test-device.ts';
import { startHub, type TestHub, until } from './test-hub.ts';

async function start(t: TestContext, options: HilinkSimulatorOptions = {}, settings = {}) {
  const stick = await startHilinkSimulator(options);
  t.after(() => stick.close());
  const hub = await startHub({ url: stick.url, ...settings });
  t.after(() => hub.close());
  return { stick, hub };
}

function testClient({ url, wire }: TestDevice): HilinkClient {
  return new HilinkClient({
    credentials: { username: 'admin', password: undefined },
    request: wire.request,
    clock: systemClock,
    random: systemRandom,
    log: silentLogger,
    locate: async () => url,
  });
}

function status(hub: TestHub) {
  return hub.source.status?.();
}

/** A minute later on the hub's clock. */
async function afterChange(hub: TestHub, stick: HilinkSimulator, change: Parameters<HilinkSimulator['scenario']>[0]) {
  stick.scenario(change);
  minutes += 1.1;
  hub.aheadMs = minutes * 60_000;
}
let minutes = 0;

test('tells all about SIM, network and storage that the stick tells', async (t) => {
  const { hub } = await start(t, { localMax: 50 });
  await until('the status is known', () => status(hub)?.operator != null);
  const { seenAt, ...facts } = status(hub) ?? { seenAt: null };
  assert.deepEqual(facts, {
    sim: 'ready',
    registration: 'home',
    signalDbm: -51,
    operator: 'Example Mobile',
    imsi: '001010000000001',
    iccid: '8900100000000000001',
    imei: '001010000000017',
    ownNumber: null,
    storageUsed: 0,
    storageTotal: 50,
    memories: null,
    lastTextAt: null,
  });
  assert.ok(Math.abs((seenAt ?? 0) - Date.now()) < 20_000);
  assert.ok(hub.statusChanges > 0);
});

test('sees a lost network, roaming, another SIM and none', async (t) => {
  const { stick, hub } = await start(t);
  await until('the status is known', () => status(hub)?.registration === 'home');
  await afterChange(hub, stick, { registration: 'none' });
  await until('no network', () => status(hub)?.registration === 'none');
  assert.equal(status(hub)?.signalDbm, -51);
  assert.equal(status(hub)?.operator, null);
  await afterChange(hub, stick, { registration: 'denied' });
  await until('the network refuses it', () => status(hub)?.registration === 'denied');
  await afterChange(hub, stick, { registration: 'roaming', iccid: '89001000000000000023', imsi: '001010000000002' });
  await until('another SIM abroad', () => status(hub)?.registration === 'roaming');
  assert.equal(status(hub)?.iccid, '89001000000000000023');
  assert.equal(status(hub)?.imsi, '001010000000002');
  await afterChange(hub, stick, { sim: 'absent' });
  await until('no SIM', () => status(hub)?.sim === 'missing');
  assert.equal(status(hub)?.iccid, null);
  await afterChange(hub, stick, { sim: 'puk' });
  await until('a locked SIM', () => status(hub)?.sim === 'puk');
});

test('storage is followed by the counts that are asked for anyway', async (t) => {
  const { stick, hub } = await start(t, { localMax: 4 }, { makeRoom: false });
  await until('the storage is known', () => status(hub)?.storageTotal === 4);
  const before = hub.statusChanges;
  for (const text of ['a', 'b', 'c', 'd']) stick.inject({ sender: '+15550100004', text });
  await until('it is full', () => status(hub)?.storageUsed === 4);
  assert.ok(hub.statusChanges > before);
});

test('asks five calls a minute, each when it is told to, and what stays the same is no news', async (t) => {
  const device = await startDevice(t, ({ call }) =>
    call.includes('net/current-plmn') ? { body: '<response><FullName>Example</FullName></response>' } : undefined,
  );
  let news = 0;
  const client = testClient(device);
  t.after(() => client.close());
  const reader = new StatusReader(client, () => news++);
  const asked = async (now: number) => {
    let count = 0;
    while (await reader.step(now)) count += 1;
    return count;
  };
  assert.equal(await asked(1_000), 5);
  assert.equal(reader.status.operator, 'Example');
  assert.equal(reader.status.registration, null, 'what the firmware does not tell');
  assert.equal(await asked(59_000), 0);
  assert.equal(await asked(61_000), 5);
  reader.noteAnswer(61_500, null);
  assert.equal(reader.status.seenAt, 61_500);
  assert.equal(news, 1);
});

test('what needs a login is not known without one, and the rest is', async (t) => {
  const { hub } = await start(t, { profile: 'scram', password: 'stick-password' }, { password: 'stick-password' });
  await until('the status is known', () => status(hub)?.iccid != null);
  assert.equal(status(hub)?.registration, 'home');
});
