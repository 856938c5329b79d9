import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type HilinkSimulator, type HilinkSimulatorOptions, startHilinkSimulator } from './simulator.ts';
import { element, Visitor } from './test-client.ts';

async function start(t: { after(run: () => Promise<void>): void }, options: HilinkSimulatorOptions = {}) {
  const simulator = await startHilinkSimulator({ sendMs: 5, ...options });
  t.after(() => simulator.close());
  return { simulator, visitor: await new Visitor(simulator).open() };
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let round = 0; round < 1000 && !(await isTrue()); round += 1) await pause(5);
  assert.ok(await isTrue(), 'it did not come true in 5 s');
}

function isFinished(visitor: Visitor): () => Promise<boolean> {
  return async () => element(await visitor.get('sms/send-status'), 'Phone') === '';
}

function rowsOf(simulator: HilinkSimulator): unknown[] {
  return simulator.state().rows.map(({ box, smstat, phone, content, date }) => ({ box, smstat, phone, content, date }));
}

const date = '2026-11-22 10:00:00';

test('OK means accepted, send-status tells the outcome, the copy lies in sent with the date of the client', async (t) => {
  const { simulator, visitor } = await start(t);
  const phones = ['+15550100003', '+15550100004'];
  assert.match((await visitor.send('Grüße', phones, 0)).text, /<response>OK/);
  await until(isFinished(visitor));
  const status = await visitor.get('sms/send-status');
  assert.deepEqual([element(status, 'SucPhone'), element(status, 'TotalCount')], [phones.join(','), '2']);
  const copies = phones.map((phone) => ({ box: 2, smstat: 3, phone, content: 'Grüße', date }));
  assert.deepEqual(rowsOf(simulator), copies);
});

test('a failed text lands in drafts, or in sent', async (t) => {
  for (const [failedTo, box, smstat] of [
    ['draft', 3, 2],
    ['sent', 2, 4],
  ] as const) {
    const { simulator, visitor } = await start(t, { failedTo });
    simulator.scenario({ sendOutcome: 'fail' });
    await visitor.send('x');
    await until(isFinished(visitor));
    assert.equal(element(await visitor.get('sms/send-status'), 'FailPhone'), '+15550100003');
    assert.deepEqual(rowsOf(simulator), [{ box, smstat, phone: '+15550100003', content: 'x', date }]);
  }
});

test('a second text while one is on its way gets 113018, until it is cancelled', async (t) => {
  const { simulator, visitor } = await start(t);
  simulator.scenario({ sendOutcome: 'never' });
  await visitor.send('x');
  assert.equal((await visitor.send('y')).code, 113018);
  assert.equal(element(await visitor.get('sms/send-status'), 'Phone'), '+15550100003');
  assert.equal((await visitor.post('sms/cancel-send', '1')).code, undefined);
  assert.equal(element(await visitor.get('sms/send-status'), 'Phone'), '');
  simulator.scenario({ sendOutcome: 'ok', busy: 2 });
  const codes = [await visitor.send('y'), await visitor.send('y'), await visitor.send('y')].map((reply) => reply.code);
  assert.deepEqual(codes, [113018, 113018, undefined]);
});

test('what can not be sent is refused', async (t) => {
  const { simulator, visitor } = await start(t);
  assert.equal((await visitor.send('x'.repeat(613))).code, 113017);
  assert.equal((await visitor.send('ж'.repeat(269), undefined, 0)).code, 113017);
  assert.equal((await visitor.send('x', ['+155501000031234567890'])).code, 113054);
  assert.equal((await visitor.send('x', ['Example'])).code, 113017);
  assert.equal((await visitor.send('x', [])).code, 100005);
  simulator.scenario({ sim: 'absent' });
  assert.equal((await visitor.send('x')).code, 112008);
  assert.deepEqual(simulator.state().sent, []);
});

test('what the GSM alphabet lacks goes out as question marks, UCS-2 takes emoji in CESU-8', async (t) => {
  const { simulator, visitor } = await start(t);
  await visitor.send('Kód', undefined, 1);
  await until(isFinished(visitor));
  const body = [
    '<Index>-1</Index><Phones><Phone>+15550100003</Phone></Phones><Sca/><Content>',
    Buffer.from('eda0bdedb880', 'hex'),
    '</Content><Length>2</Length><Reserved>0</Reserved><Date>2026-11-22 10:00:00</Date>',
  ];
  await visitor.post('sms/send-sms', Buffer.concat(body.map((piece) => Buffer.from(piece))));
  await until(() => simulator.state().sent.length === 2);
  assert.deepEqual(
    simulator.state().sent.map((text) => text.content),
    ['K?d', '😀'],
  );
});

test('some devices send only to the last recipient', async (t) => {
  const { simulator, visitor } = await start(t, { sendsOnlyToLast: true });
  await visitor.send('x', ['+15550100003', '+15550100004']);
  await until(() => simulator.state().sent.length > 0);
  await until(isFinished(visitor));
  assert.deepEqual(
    simulator.state().sent.map((text) => text.phone),
    ['+15550100004'],
  );
});

test('a hanging sending holds up the whole web server, but not the control API', async (t) => {
  const { simulator, visitor } = await start(t);
  simulator.scenario({ hangingSend: 300, sendOutcome: 'stall' });
  await visitor.send('x');
  let isAnswered = false;
  const call = visitor.get('monitoring/status').then(() => {
    isAnswered = true;
  });
  const state = await fetch(`${simulator.url}/simulator/state`);
  assert.equal(state.status, 200);
  assert.equal(isAnswered, false);
  await call;
  await until(() => simulator.state().sent.length > 0);
  assert.equal(simulator.state().sent[0]?.outcome, 'fail');
});
