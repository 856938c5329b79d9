import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFastClock } from '../../../test/helpers/fast-clock.ts';
import { startModem, startSource, until } from '../../../test/helpers/serial-source.ts';
import { createTestHub } from '../../../test/helpers/source-context.ts';
import { profileNames } from '../../simulators/serial/traits.ts';

const sender = '+15550100004';
const long = 'Your code is 482913. '.repeat(10).trim();

for (const profile of profileNames) {
  test(`${profile}: a text is handed on and then deleted on the modem`, async (t) => {
    const modem = await startModem(t, { profile, latencyMs: 0, messageMs: 0 });
    const { source, hub } = await startSource(t, { path: modem.path });
    await until('ready', () => source.health().state === 'ok');
    modem.deliver({ sender, text: 'Your code is 123456', sentAt: 1_800_000_000_000, zoneMinutes: 60 });
    modem.deliver({ sender: 'Example', text: `${long} ✓` });
    await until('taken', () => hub.received.length === 2);
    const [short, whole] = hub.received;
    assert.equal(short?.text, 'Your code is 123456');
    assert.equal(short?.sender, sender);
    assert.equal(short?.sentAt, 1_800_000_000_000);
    assert.equal(short?.backlog, undefined);
    assert.equal(whole?.text, `${long} ✓`);
    assert.equal(whole?.sender, 'Example');
    await until('deleted', () => modem.state().stored.length === 0);
    await until('registered', () => source.status?.().registration === 'home');
    const { sim, imei, iccid, imsi } = source.status?.() ?? {};
    assert.equal(sim, 'ready');
    assert.deepEqual([imei, iccid, imsi], ['350000000000013', '8900100000000000019', '001010000000001']);
  });
}

test('a burst of long texts comes whole, and nothing is left over', async (t) => {
  const modem = await startModem(t, { reportsInside: true, pieceBytes: 60, slots: { SM: 20, ME: 0, SR: 0 } });
  const { source, hub } = await startSource(t, { path: modem.path });
  await until('ready', () => source.health().state === 'ok');
  for (let number = 0; number < 30; number += 1) modem.deliver({ sender, text: `${number} ${long}` });
  await until('taken', () => hub.received.length === 30);
  await until('deleted', () => modem.state().stored.length === 0);
  const texts = new Set(hub.received.map(({ text }) => text));
  for (let number = 0; number < 30; number += 1) assert.ok(texts.has(`${number} ${long}`), String(number));
  await until('no part left', () => hub.parts.size === 0);
});

test('what was in the modem before the first run is history and stays, once', async (t) => {
  const modem = await startModem(t);
  modem.deliver({ sender, text: 'old' });
  modem.deliver({ sender, text: `old ${long}` });
  const first = await startSource(t, { path: modem.path });
  await until('taken', () => first.hub.received.length === 2);
  assert.deepEqual(
    first.hub.received.map(({ backlog }) => backlog),
    [true, true],
  );
  modem.deliver({ sender, text: 'new' });
  await until('taken', () => first.hub.received.length === 3);
  assert.equal(first.hub.received[2]?.backlog, undefined);
  await until('deleted', () => modem.state().stored.length === 3);
  await first.source.close();
  let again = 0;
  first.hub.beforeReceive = () => {
    again += 1;
  };
  modem.deliver({ sender, text: 'newer' });
  await startSource(t, { path: modem.path }, first.hub);
  await until('taken', () => first.hub.received.length === 4);
  assert.equal(first.hub.received[3]?.backlog, undefined);
  await until('deleted', () => modem.state().stored.length === 3);
  assert.equal(again, 1);
});

test('a full memory is emptied at the start, so that what waits in the network comes', async (t) => {
  const modem = await startModem(t, { slots: { SM: 10, ME: 0, SR: 0 } });
  modem.scenario({ fill: { memory: 'SM', free: 0 } });
  modem.deliver({ sender, text: 'waits' });
  const { hub } = await startSource(t, { path: modem.path });
  await until('taken', () => hub.received.some(({ text }) => text === 'waits'));
  assert.equal(hub.received.find(({ text }) => text === 'waits')?.backlog, undefined);
  await until('half empty', () => modem.state().stored.length === 5);
});

test('equal texts that are there together are two texts', async (t) => {
  const modem = await startModem(t);
  const { source, hub } = await startSource(t, { path: modem.path });
  await until('ready', () => source.health().state === 'ok');
  const text = { sender, text: 'the same', sentAt: 1_800_000_000_000 };
  hub.beforeReceive = () => assert.fail('the disk is full');
  modem.deliver(text);
  modem.deliver(text);
  await until('tried', () => source.health().state === 'degraded');
  assert.equal(modem.state().stored.length, 2);
  hub.beforeReceive = () => {};
  await until('taken', () => hub.received.length === 2);
  await until('deleted', () => modem.state().stored.length === 0);
  await until('well again', () => source.health().state === 'ok');
});

test('nothing is deleted while it cannot be noted that it is stored', async (t) => {
  const modem = await startModem(t);
  const { source, hub } = await startSource(t, { path: modem.path }, createTestHub({ clock: createFastClock(5) }));
  await until('ready', () => source.health().state === 'ok');
  let failed = 0;
  hub.beforeSave = () => {
    failed += 1;
    throw new Error('the disk is full');
  };
  modem.deliver({ sender, text: long });
  await until('tried', () => hub.received.length === 1 && failed > 0);
  modem.deliver({ sender, text: 'later' });
  await until('taken', () => hub.received.length === 2);
  assert.equal(modem.state().stored.length, 3, 'both parts and the later text');
  hub.beforeSave = () => {};
  await until('deleted', () => modem.state().stored.length === 0);
  assert.equal(hub.received.length, 2);
});

test('what was stored but not deleted when the hub died comes no second time, whole or in parts', async (t) => {
  const modem = await startModem(t);
  const first = await startSource(t, { path: modem.path });
  await until('ready', () => first.source.health().state === 'ok');
  modem.scenario({ errorNext: { command: '+CMGD', times: 50 } });
  modem.deliver({ sender, text: 'short' });
  modem.deliver({ sender, text: long });
  await until('taken', () => first.hub.received.length === 2);
  await first.source.close();
  modem.scenario({ errorNext: [] });
  await startSource(t, { path: modem.path }, first.hub);
  await until('deleted', () => modem.state().stored.length === 0);
  assert.equal(first.hub.received.length, 2);
  assert.equal(first.hub.parts.size, 0);
});

test('parts out of order and twice make one text; a text without its end goes out marked and is revised', async (t) => {
  const modem = await startModem(t);
  const { source, hub } = await startSource(t, { path: modem.path, noteIncompleteAfterSeconds: 0.3 });
  await until('ready', () => source.health().state === 'ok');
  modem.deliver({ sender, text: long, order: [2, 2, 1] });
  await until('taken', () => hub.received.length === 1);
  assert.equal(hub.received[0]?.text, long);
  const sentAt = Date.now();
  modem.deliver({ sender, text: `late ${long}`, order: [1], reference: 77, sentAt });
  await until('noted', () => hub.received.length === 2);
  assert.equal(hub.received[1]?.incomplete, true);
  assert.match(hub.received[1]?.text ?? '', /^late .*\[…\]$/);
  await until('deleted', () => modem.state().stored.length === 0);
  modem.deliver({ sender, text: `late ${long}`, order: [2], reference: 77, sentAt });
  await until('revised', () => hub.received.length === 3);
  assert.equal(hub.received[2]?.text, `late ${long}`);
  assert.equal(hub.received[2]?.revises, hub.received[1]?.transportKey);
  assert.equal(hub.received[2]?.incomplete, undefined);
  await until('deleted', () => modem.state().stored.length === 0 && hub.parts.size === 0);
});

test('parts of two texts with the same reference are not mixed', async (t) => {
  const modem = await startModem(t);
  const { source, hub } = await startSource(t, { path: modem.path, noteIncompleteAfterSeconds: 0.3 });
  await until('ready', () => source.health().state === 'ok');
  const sentAt = Date.now();
  modem.deliver({ sender, text: `one ${long}`, order: [1], reference: 9, sentAt: sentAt - 60_000 });
  await until('noted', () => hub.received.length === 1);
  modem.deliver({ sender, text: `two ${long}`, order: [2, 1], reference: 9, sentAt });
  await until('whole', () => hub.received.length === 2);
  assert.equal(hub.received[1]?.text, `two ${long}`);
  assert.equal(hub.received[1]?.revises, undefined);
});

test('parts that waited when the hub was stopped are there at the next start', async (t) => {
  const modem = await startModem(t);
  const first = await startSource(t, { path: modem.path });
  await until('ready', () => first.source.health().state === 'ok');
  modem.deliver({ sender, text: long, order: [1], reference: 5 });
  await until('kept', () => first.hub.parts.size === 1);
  assert.equal(modem.state().stored.length, 1);
  await first.source.close();
  modem.deliver({ sender, text: long, order: [2], reference: 5 });
  await startSource(t, { path: modem.path }, first.hub);
  await until('whole', () => first.hub.received.length === 1);
  assert.equal(first.hub.received[0]?.text, long);
  await until('deleted', () => modem.state().stored.length === 0 && first.hub.parts.size === 0);
});

test('a text that is shown at once and not stored is taken too', async (t) => {
  const modem = await startModem(t, { classZero: 'direct' });
  const { source, hub } = await startSource(t, { path: modem.path });
  await until('ready', () => source.health().state === 'ok');
  modem.deliver({ sender, text: 'flash 123456', messageClass: 0 });
  await until('taken', () => hub.received.length === 1);
  assert.equal(hub.received[0]?.text, 'flash 123456');
});

test('lost announcements are noticed and made up for', async (t) => {
  const modem = await startModem(t);
  const { source, hub } = await startSource(t, { path: modem.path, listEverySeconds: 1 });
  await until('ready', () => source.health().state === 'ok');
  modem.scenario({ loseIndications: true });
  modem.deliver({ sender, text: 'quiet' });
  await until('found', () => hub.received.length === 1);
  await until('said', () => source.health().state === 'degraded');
  assert.match(source.health().detail, /does not announce new texts/);
  modem.scenario({ loseIndications: false });
  modem.deliver({ sender, text: 'loud' });
  await until('well', () => source.health().state === 'ok');
});

test('the modem is found again after it was unplugged', async (t) => {
  const link = `/tmp/keypigeon-test-${process.pid}-link`;
  const modem = await startModem(t, { link });
  const { source, hub } = await startSource(t, { path: link });
  await until('ready', () => source.health().state === 'ok');
  modem.unplug();
  await until('gone', () => source.health().state === 'failing');
  assert.match(source.health().detail, /plug/);
  modem.deliver({ sender, text: 'waits' });
  await modem.replug();
  await until('back', () => source.health().state === 'ok');
  await until('taken', () => hub.received.length === 1);
  modem.deliver({ sender, text: 'pushed' });
  await until('taken', () => hub.received.length === 2);
});

test('the PIN is entered once for each card, and a wrong one never again', async (t) => {
  const modem = await startModem(t);
  modem.scenario({ sim: 'pin' });
  const wrong = await startSource(t, { path: modem.path, pin: '9999' });
  await until('refused', () => /did not take/.test(wrong.source.health().detail));
  assert.match(wrong.source.health().detail, /2 tries are left/);
  assert.doesNotMatch(wrong.source.health().detail, /9999/);
  await wrong.source.close();
  const again = await startSource(t, { path: modem.path, pin: '9999' }, wrong.hub);
  await until('refused', () => /did not take/.test(again.source.health().detail));
  assert.match(again.source.health().detail, /2 tries are left/);
  await again.source.close();
  const right = await startSource(t, { path: modem.path, pin: '1234' }, wrong.hub);
  await until('ready', () => right.source.health().state === 'ok');
  modem.deliver({ sender, text: 'in' });
  await until('taken', () => right.hub.received.length === 1);
});

test('says what is wrong with the card', async (t) => {
  const modem = await startModem(t);
  for (const [sim, words, state] of [
    ['absent', /no SIM card/, 'missing'],
    ['puk', /PUK/, 'puk'],
    ['pin', /set `pin`/, 'pin'],
  ] as const) {
    modem.scenario({ sim });
    const { source } = await startSource(t, { path: modem.path }, createTestHub());
    await until(sim, () => words.test(source.health().detail));
    assert.equal(source.status?.().sim, state);
    await source.close();
  }
  modem.scenario({ sim: 'ready', simBusy: 2 });
  const { source } = await startSource(t, { path: modem.path });
  await until('ready', () => source.health().state === 'ok');
});

test('a change of the registration is told', async (t) => {
  const modem = await startModem(t);
  const { source, hub } = await startSource(t, { path: modem.path });
  await until('registered', () => source.status?.().registration === 'home');
  await until('signal', () => source.status?.().signalDbm === -79);
  const before = hub.statusChanges;
  modem.scenario({ registration: { creg: 0, cgreg: 0, cereg: 0 } });
  await until('away', () => source.status?.().registration === 'none');
  assert.ok(hub.statusChanges > before);
  modem.scenario({ registration: { creg: 0, cgreg: 0, cereg: 5 } });
  await until('by LTE alone', () => source.status?.().registration === 'roaming');
});

test('a line that was cut is read again, and what nobody can read is no reason to stop', async (t) => {
  const modem = await startModem(t);
  const { source, hub } = await startSource(t, { path: modem.path });
  await until('ready', () => source.health().state === 'ok');
  modem.deliver({ sender, text: 'the end of this text is missing', cut: 4 });
  modem.deliverPdu('0001000B915155010000F40000054869');
  modem.deliver({ sender, text: 'fine' });
  await until('taken', () => hub.received.some(({ text }) => text === 'fine'));
  await until('taken', () => hub.received.some(({ text }) => text.startsWith('the end of this')));
});

test('a port that is not there, and one that says nothing, are told in one line', async (t) => {
  const nowhere = await startSource(t, { path: '/dev/no-such-port' });
  await until('said', () => nowhere.source.health().state === 'failing');
  assert.match(nowhere.source.health().detail, /there is no \/dev\/no-such-port: plug/);
  const modem = await startModem(t);
  modem.scenario({ silentNext: 1000 });
  const { source } = await startSource(t, { path: modem.path });
  await until('said', () => source.health().state === 'failing');
  assert.match(source.health().detail, /does not answer/);
});

test('another card is noticed', async (t) => {
  const modem = await startModem(t);
  const { source, hub } = await startSource(t, { path: modem.path });
  await until('ready', () => source.health().state === 'ok');
  modem.swapSim({ iccid: '8900100000000000027', imsi: '001010000000002' });
  await until('seen', () => source.status?.().imsi === '001010000000002');
  assert.equal(source.status?.().iccid, '8900100000000000027');
  await until('ready', () => source.health().state === 'ok');
  modem.deliver({ sender, text: 'to the new one' });
  await until('taken', () => hub.received.length === 1);
});
