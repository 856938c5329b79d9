import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { UnknownOutcomeError } from '../../domain/delivery-errors.ts';
import {
  type HilinkSimulator,
  type HilinkSimulatorOptions,
  startHilinkSimulator,
} from '../../simulators/hilink/simulator.ts';
import { ok, startDevice } from './test-device.ts';
import { startHub, type TestDisk, type TestHub, texts, until } from './test-hub.ts';

const sender = '+15550100004';
async function simulate(t: TestContext, options: HilinkSimulatorOptions = {}): Promise<HilinkSimulator> {
  const simulator = await startHilinkSimulator(options);
  t.after(() => simulator.close());
  return simulator;
}

async function hubAt(
  t: TestContext,
  simulator: HilinkSimulator,
  settings: Record<string, unknown> = {},
  disk?: TestDisk,
): Promise<TestHub> {
  const hub = await startHub({ url: simulator.url, ...settings }, disk);
  t.after(() => hub.close());
  return hub;
}

/** Waits for the first list, so that what is injected next is new. */
async function runningHub(
  t: TestContext,
  simulator: HilinkSimulator,
  settings: Record<string, unknown> = {},
  disk?: TestDisk,
): Promise<TestHub> {
  const hub = await hubAt(t, simulator, settings, disk);
  await until('the source is ok', () => hub.source.health().state === 'ok');
  return hub;
}

const profilesAndLogins: HilinkSimulatorOptions[] = [
  { profile: 'stick' },
  { profile: 'stick', sesInfo: 'value', unknownPath: 'redirect', strayCookie: true },
  { profile: 'stick', login: 'type0' },
  { profile: 'stick', login: 'type3' },
  { profile: 'stick', login: 'type4' },
  { profile: 'stick', login: 'scram', scramIterations: 500 },
  { profile: 'old-stick' },
  { profile: 'router' },
  { profile: 'router', loginTokens: 32, strayCookie: true },
  { profile: 'router', login: 'scram' },
  { profile: 'scram' },
  { profile: 'scram', login: 'type4' },
  { profile: 'scram', login: 'none' },
];

// Nearly all of the time is waiting for polls.
describe('a HiLink source', { concurrency: 10 }, () => {
  for (const options of profilesAndLogins) {
    test(`reads and marks a text: ${JSON.stringify(options)}`, async (t) => {
      const simulator = await simulate(t, options);
      const hub = await runningHub(t, simulator, { password: 'admin' });
      simulator.inject({ sender, text: 'Your code is 123456 (do not share) 🎉 <ok> & "done"' });
      await until('the text is there', () => hub.received.length === 1);
      const [message] = hub.received;
      assert.equal(message?.text, 'Your code is 123456 (do not share) 🎉 <ok> & "done"');
      assert.equal(message?.sender, sender);
      assert.equal(message?.backlog, undefined);
      assert.equal(message?.sentAt, undefined);
      assert.match(message?.sentAtLocal ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      await until('it is marked read', () => simulator.state().rows[0]?.smstat === 1);
      await hub.close();
      const state = simulator.state();
      assert.equal(state.tokenMisuse, 0);
      assert.equal(state.maxParallel, 1);
      assert.equal(state.loggedInSessions, 0);
      assert.equal(state.logouts, state.logins);
      assert.equal(state.failedLogins, 0);
      assert.equal(texts(hub).length, 1);
    });
  }

  test('what is there on the first run is backlog, and nothing is missed or doubled over a restart', async (t) => {
    const simulator = await simulate(t, { maxReadCount: 20 });
    for (let number = 1; number <= 45; number++) simulator.inject({ sender, text: `old ${number}` });
    const first = await runningHub(t, simulator);
    assert.equal(first.received.length, 45);
    assert.ok(first.received.every((message) => message.backlog === true));
    assert.equal(first.received[0]?.text, 'old 26', 'each page in the order of arrival');
    simulator.inject({ sender, text: 'new 1' });
    await until('the new text', () => texts(first).includes('new 1'));
    await first.close();
    simulator.inject({ sender, text: 'while away' });
    const second = await runningHub(t, simulator, {}, first.disk);
    await until('the text that came meanwhile', () => texts(second).includes('while away'));
    assert.equal(second.received.length, 47);
    assert.deepEqual(
      second.received.filter((message) => message.backlog !== true).map((message) => message.text),
      ['new 1', 'while away'],
    );
    assert.ok(
      simulator
        .state()
        .rows.filter((row) => row.content.startsWith('old'))
        .every((row) => row.smstat === 0),
    );
  });

  test('an index that is used again, equal texts and an old date are all new texts', async (t) => {
    const simulator = await simulate(t);
    const hub = await runningHub(t, simulator, { deleteAfterStored: true });
    for (let number = 1; number <= 3; number++) {
      simulator.inject({ sender, text: `code ${number}` });
      await until(
        'it is stored and deleted',
        () => hub.received.length === number && simulator.state().rows.length === 0,
      );
    }
    simulator.inject({ sender, text: 'same', date: '2026-11-22 10:00:00' });
    simulator.inject({ sender, text: 'same', date: '2026-11-22 10:00:00' });
    await until('both', () => texts(hub).filter((text) => text === 'same').length === 2);
    simulator.inject({ sender, text: 'late', date: '2019-01-01 00:00:00' });
    await until('the one with an old date', () => texts(hub).includes('late'));
  });

  test('a text with an old date behind many newer ones is found at once', async (t) => {
    const simulator = await simulate(t, { maxReadCount: 20 });
    for (let number = 1; number <= 60; number++) simulator.inject({ sender, text: `old ${number}` });
    const hub = await runningHub(t, simulator);
    simulator.inject({ sender, text: 'late', date: '2019-01-01 00:00:00' });
    await until('the late text', () => texts(hub).includes('late'));
  });

  test('the list is read only when the counts changed', async (t) => {
    const simulator = await simulate(t);
    const hub = await runningHub(t, simulator);
    await until('polls', () => (simulator.state().calls['GET sms/sms-count'] ?? 0) >= 8);
    assert.ok((simulator.state().calls['POST sms/sms-list'] ?? 0) <= 2);
    await hub.close();
  });

  test('a text that grows is delivered at once, revised, and left alone until it has settled', async (t) => {
    const simulator = await simulate(t);
    const hub = await runningHub(t, simulator, { deleteAfterStored: true });
    simulator.inject({
      sender,
      text: '',
      parts: ['Your code ', 'is 4711, ', 'valid 5 min'],
      partDelayMs: 1_500,
      partOrder: [2, 1, 3],
    });
    await until('the first part', () => hub.received.length === 1);
    assert.equal(hub.received[0]?.text, 'is 4711, ');
    await until('the whole text', () => texts(hub).includes('Your code is 4711, valid 5 min'));
    const [first, second, third] = hub.received;
    assert.equal(second?.revises, first?.transportKey);
    assert.equal(third?.revises, second?.transportKey);
    assert.equal(simulator.state().rows.length, 1, 'not deleted while it may grow');
    assert.equal(simulator.state().rows[0]?.smstat, 0, 'not marked read while it may grow');
    hub.aheadMs = 11_000;
    await until('it is deleted once it has settled', () => simulator.state().rows.length === 0);
    assert.equal(hub.received.length, 3);
  });

  test('a first part that is not marked as one is left alone too', async (t) => {
    const simulator = await simulate(t);
    const hub = await runningHub(t, simulator);
    simulator.inject({ sender, text: 'x'.repeat(153), type: 1 });
    simulator.inject({ sender, text: 'short', type: 1 });
    await until('the short one is marked', () => simulator.state().rows[1]?.smstat === 1);
    assert.equal(hub.received.length, 2);
    assert.equal(simulator.state().rows[0]?.smstat, 0);
  });

  test('the whole list is read every minute, whatever the counts say', async (t) => {
    const simulator = await simulate(t);
    const hub = await runningHub(t, simulator);
    const lists = simulator.state().calls['POST sms/sms-list'] ?? 0;
    hub.aheadMs = 61_000;
    await until('the list', () => (simulator.state().calls['POST sms/sms-list'] ?? 0) > lists);
  });

  test('another stick at the same address brings backlog of its own', async (t) => {
    const simulator = await simulate(t);
    const first = await runningHub(t, simulator);
    await first.close();
    simulator.inject({ sender, text: 'on the other stick' });
    const memory = JSON.parse(String(first.disk.memory));
    assert.equal(typeof memory.device, 'string');
    first.disk.memory = JSON.stringify({ ...memory, device: 'another one' });
    const second = await runningHub(t, simulator, {}, first.disk);
    assert.deepEqual(
      second.received.map((message) => message.backlog),
      [true],
    );
    simulator.inject({ sender, text: 'new' });
    await until('the new one', () => second.received.length === 2);
    assert.equal(second.received[1]?.backlog, undefined);
  });

  test('a text that was committed but not remembered comes again under the same key', async (t) => {
    const simulator = await simulate(t);
    const first = await runningHub(t, simulator);
    first.memoryIsDown = true;
    simulator.inject({ sender, text: 'once' });
    await until('it is committed', () => first.received.length === 1);
    await until('it says so', () => first.source.health().state === 'degraded');
    assert.equal(simulator.state().rows[0]?.smstat, 0);
    await first.close();
    const second = await runningHub(t, simulator, {}, first.disk);
    await until('it is marked', () => simulator.state().rows[0]?.smstat === 1);
    assert.deepEqual(texts(second), ['once']);
    assert.equal(second.received[0]?.backlog, undefined);
  });

  test('a memory that cannot be read makes texts new, not backlog', async (t) => {
    const simulator = await simulate(t);
    simulator.inject({ sender, text: 'there' });
    const hub = await runningHub(t, simulator, {}, { memory: '{"version":99}', received: [] });
    assert.equal(hub.received[0]?.backlog, undefined);
    assert.equal(hub.received.length, 1);
  });

  test('nothing is marked or forgotten while the store is down', async (t) => {
    const simulator = await simulate(t);
    const hub = await runningHub(t, simulator);
    hub.storeIsDown = true;
    simulator.inject({ sender, text: 'keep me' });
    await until('it says so', () => hub.source.health().state === 'degraded');
    assert.match(hub.source.health().detail, /store of this hub does not take texts/);
    assert.equal(simulator.state().rows[0]?.smstat, 0);
    hub.storeIsDown = false;
    await until('it comes', () => texts(hub).includes('keep me'));
    assert.equal(hub.received[0]?.backlog, undefined);
    await until('ok again', () => hub.source.health().state === 'ok');
    await until('marked read', () => simulator.state().rows[0]?.smstat === 1);
  });

  test('one text that the store refuses does not hold up the others', async (t) => {
    const simulator = await simulate(t);
    const hub = await runningHub(t, simulator);
    hub.refuses = 'poison';
    simulator.inject({ sender, text: 'poison' });
    await until('it says so', () => hub.source.health().state === 'degraded');
    for (let number = 1; number <= 3; number++) {
      simulator.inject({ sender, text: `text ${number}` });
      await until('the other one', () => texts(hub).includes(`text ${number}`));
    }
    hub.refuses = undefined;
    await until('it comes', () => texts(hub).includes('poison'));
    await until('ok again', () => hub.source.health().state === 'ok');
  });

  test('backlog stays backlog when the store was down on the first run', async (t) => {
    const simulator = await simulate(t);
    simulator.inject({ sender, text: 'old' });
    const hub = await hubAt(t, simulator);
    hub.storeIsDown = true;
    await until('it says so', () => hub.source.health().state === 'degraded');
    hub.storeIsDown = false;
    await until('it comes', () => hub.received.length === 1);
    assert.equal(hub.received[0]?.backlog, true);
  });

  for (const profile of ['stick', 'router', 'scram'] as const) {
    test(`a reboot, lost sessions and dropped connections lose nothing: ${profile}`, async (t) => {
      const simulator = await simulate(t, { profile });
      const hub = await runningHub(t, simulator, { password: 'admin' });
      simulator.scenario({ loseSessions: true });
      simulator.inject({ sender, text: 'after lost sessions' });
      await until('one', () => hub.received.length === 1);
      simulator.scenario({ dropConnections: 3 });
      simulator.inject({ sender, text: 'after drops' });
      await until('two', () => hub.received.length === 2);
      simulator.scenario({ reboot: { downMs: 1_200, simMs: 300, refuse: true } });
      simulator.inject({ sender, text: 'during the reboot' });
      await until('it is noticed', () => hub.source.health().state === 'failing');
      assert.match(hub.source.health().detail, /no answer from the stick at http:\/\/127\.0\.0\.1.*plugged in/);
      await until('three', () => hub.received.length === 3);
      await until('ok again', () => hub.source.health().state === 'ok');
      assert.deepEqual(texts(hub), ['after lost sessions', 'after drops', 'during the reboot']);
    });
  }

  test('every error that can be mended is mended within the call', async (t) => {
    const simulator = await simulate(t, { profile: 'router' });
    const hub = await runningHub(t, simulator, { password: 'admin' });
    for (const [at, code] of [125001, 125002, 125003, 100003].entries()) {
      simulator.scenario({ errorNext: { path: 'sms/sms-list', code } });
      simulator.inject({ sender, text: `text ${code}` });
      await until(`after ${code}`, () => hub.received.length === at + 1);
      assert.equal(hub.source.health().state, 'ok');
    }
    assert.equal(simulator.state().refusals['108003'], undefined);
    simulator.scenario({ errorNext: { path: 'sms/sms-list', code: 100004, times: 2 } });
    simulator.inject({ sender, text: 'text 100004' });
    await until('after busy', () => hub.received.length === 5);
  });

  test('a lost answer to a POST is no lost text', async (t) => {
    const simulator = await simulate(t);
    const hub = await runningHub(t, simulator);
    simulator.scenario({ dropConnections: { path: 'sms/sms-list', after: true } });
    simulator.inject({ sender, text: 'one' });
    simulator.scenario({ dropConnections: { path: 'sms/set-read', after: true } });
    await until('one', () => hub.received.length === 1);
    await until('read', () => simulator.state().rows[0]?.smstat === 1);
  });

  test('a stick that wants a password says so', async (t) => {
    const simulator = await simulate(t, { profile: 'stick', login: 'type4' });
    const hub = await hubAt(t, simulator);
    await until('it is noticed', () => hub.source.health().state === 'failing');
    assert.equal(hub.source.health().detail, `the stick at ${simulator.url} wants a password: set \`password\``);
    assert.equal(simulator.state().failedLogins, 0);
  });

  for (const profile of ['router', 'scram'] as const) {
    test(`a wrong password is tried once: ${profile}`, async (t) => {
      const simulator = await simulate(t, { profile });
      const hub = await hubAt(t, simulator, { password: 'not-the-one' });
      await until('it is noticed', () => hub.source.health().state === 'failing');
      assert.match(hub.source.health().detail, /refuses the user name or password: correct `username` and `password`/);
      const sender = hub.source.sender;
      await assert.rejects(async () => sender?.send({ to: '+15550100003', text: 'x' }, AbortSignal.timeout(2_000)));
      assert.equal(simulator.state().failedLogins, 1);
      assert.ok(hub.logged.every((line) => !line.includes('not-the-one')));
    });
  }

  test('someone else being logged in is waited for', async (t) => {
    const simulator = await simulate(t, { profile: 'router' });
    const other = await runningHub(t, simulator, { password: 'admin' });
    const hub = await hubAt(t, simulator, { password: 'admin' });
    await until('it is noticed', () => hub.source.health().state === 'failing');
    assert.match(hub.source.health().detail, /someone else is logged in .*log out there, or wait/);
    assert.equal(other.source.health().state, 'ok');
  });

  test('texts on the SIM card are read too', async (t) => {
    const simulator = await simulate(t);
    const hub = await runningHub(t, simulator, { deleteAfterStored: true });
    simulator.inject({ sender, text: 'on the SIM', sim: true });
    await until('it comes', () => texts(hub).includes('on the SIM'));
    await until('it is deleted', () => simulator.state().rows.length === 0);
  });

  test('delivery reports and sent texts are no messages, binary ones are', async (t) => {
    const simulator = await simulate(t);
    const hub = await runningHub(t, simulator);
    simulator.inject({ sender, text: '', type: 7 });
    simulator.inject({ sender, text: '', type: 8 });
    simulator.inject({ sender, text: '\x01\x06\x03application', type: 5 });
    await until('the binary one', () => hub.received.length === 1);
    assert.equal(hub.received[0]?.text, '   application');
  });

  test('room is made before the storage is full, with what is safely stored and the oldest first', async (t) => {
    const simulator = await simulate(t, { localMax: 10 });
    const hub = await runningHub(t, simulator, { makeRoomAtPercent: 70, keepLast: 2 });
    for (let number = 1; number <= 12; number++) {
      simulator.inject({ sender, text: `text ${number}`, date: `2026-11-22 10:00:${String(number).padStart(2, '0')}` });
      await until(`text ${number}`, () => texts(hub).includes(`text ${number}`));
    }
    await until('room is made', () => simulator.state().rows.length < 7);
    const left = simulator.state().rows.map((row) => row.content);
    assert.ok(left.includes('text 12') && left.includes('text 11'));
    assert.equal(simulator.state().waiting, 0);
  });

  test('a storage that was filled meanwhile is emptied and what waited at the network comes', async (t) => {
    const simulator = await simulate(t, { localMax: 5 });
    for (let number = 1; number <= 5; number++) simulator.inject({ sender, text: `old ${number}` });
    simulator.inject({ sender, text: 'waiting' });
    const hub = await hubAt(t, simulator);
    await until('the one that waited', () => texts(hub).includes('waiting'));
    assert.equal(hub.received.find((message) => message.text === 'waiting')?.backlog, undefined);
  });

  test('a full storage is a matter of health where making room is off', async (t) => {
    const simulator = await simulate(t, { localMax: 3 });
    const hub = await hubAt(t, simulator, { makeRoom: false });
    for (let number = 1; number <= 3; number++) simulator.inject({ sender, text: `text ${number}` });
    await until('it is noticed', () => hub.source.health().state === 'degraded');
    assert.match(hub.source.health().detail, /is full \(3 of 3\).*set `makeRoom: true`/);
  });

  test('a missing SIM card is said in plain words', async (t) => {
    const simulator = await simulate(t);
    simulator.scenario({ sim: 'absent' });
    const hub = await hubAt(t, simulator);
    await until('it is noticed', () => hub.source.health().state === 'degraded');
    assert.match(hub.source.health().detail, /receives no texts: it has no SIM card: put one in/);
  });

  test('a JSON answer is one clear line, and nothing is lost', async (t) => {
    const simulator = await simulate(t, { jsonPaths: ['sms/sms-list'] });
    const hub = await hubAt(t, simulator);
    await until('it is noticed', () => hub.source.health().state === 'failing');
    assert.match(hub.source.health().detail, /answered JSON where XML was expected/);
    assert.equal(hub.logged.length, 1);
  });

  test('a broken list is one clear line, and its texts come once it can be read', async (t) => {
    let list = '<response><Count>1</Count><Messages><Message><Index>40000</Index><Content>Code 4711</Conte';
    const device = await startDevice(t, ({ call }) => {
      if (call.endsWith('sms-count')) return { body: ok('<LocalInbox>1</LocalInbox><LocalMax>500</LocalMax>') };
      return call.endsWith('sms-list') ? { body: list } : undefined;
    });
    const hub = await startHub(
      { url: device.url },
      { memory: '{"version":1,"device":null,"rows":[],"owed":[]}', received: [] },
    );
    t.after(() => hub.close());
    await until('it is noticed', () => hub.source.health().state === 'failing');
    assert.match(hub.source.health().detail, /sms\/sms-list: it answered broken XML/);
    assert.ok(!hub.source.health().detail.includes('4711'));
    list = list.replace('</Conte', '</Content></Message></Messages></response>');
    await until('the text comes', () => texts(hub).includes('Code 4711'));
    await until('ok again', () => hub.source.health().state === 'ok');
  });

  test('a close does not wait for a stalled stick', async (t) => {
    const simulator = await simulate(t, { profile: 'router' });
    const hub = await runningHub(t, simulator, { password: 'admin' });
    simulator.scenario({ hangingSend: 30_000 });
    const sending = hub.source.sender?.send({ to: '+15550100003', text: 'x' }, AbortSignal.timeout(60_000));
    const outcome = assert.rejects(async () => sending, UnknownOutcomeError);
    await until('it stalls', () => simulator.state().calls['POST sms/send-sms'] === 1);
    await hub.close();
    await outcome;
    assert.equal(hub.source.health().state, 'off');
  });

  test('a firmware without sms-count is asked for its notifications', async (t) => {
    const simulator = await simulate(t);
    simulator.scenario({ errorNext: { path: 'sms/sms-count', code: 100002, times: 1 } });
    const hub = await runningHub(t, simulator);
    simulator.inject({ sender, text: 'noticed' });
    await until('it comes', () => texts(hub).includes('noticed'));
    assert.equal(simulator.state().calls['GET sms/sms-count'], 1);
  });

  test('the stick is found at one of its usual addresses', async (t) => {
    const simulator = await simulate(t);
    const nowhere = await simulate(t);
    await nowhere.close();
    const hub = await startHub({ addresses: [nowhere.url, simulator.url] });
    t.after(() => hub.close());
    await until('it is found', () => hub.source.health().state === 'ok');
    assert.equal(hub.source.health().detail, `Reading the stick at ${simulator.url}`);
  });

  test('no stick anywhere is said with the addresses', async (t) => {
    const nowhere = await simulate(t);
    await nowhere.close();
    const hub = await startHub({ addresses: [nowhere.url] });
    t.after(() => hub.close());
    await until('it is noticed', () => hub.source.health().state === 'failing');
    assert.match(hub.source.health().detail, /no HiLink stick was found at 127\.0\.0\.1:\d+: plug it in, or set `url`/);
  });

  test('nothing secret is logged', async (t) => {
    const simulator = await simulate(t, { profile: 'router' });
    const hub = await runningHub(t, simulator, { password: 'admin' });
    simulator.inject({ sender, text: 'Your code is 987654' });
    await until('it comes', () => hub.received.length === 1);
    hub.storeIsDown = true;
    simulator.inject({ sender, text: 'Your code is 876543' });
    simulator.scenario({ errorNext: { path: 'sms/sms-list', code: 100005, times: 3 } });
    await until('it is degraded', () => hub.source.health().state !== 'ok');
    const words = [...hub.logged, JSON.stringify(hub.disk.memory), hub.source.health().detail].join('\n');
    for (const secret of ['987654', '876543', '5550100004', 'SessionID']) assert.ok(!words.includes(secret), secret);
  });
});
