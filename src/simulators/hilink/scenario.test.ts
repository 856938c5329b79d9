import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type HilinkSimulatorOptions, type HilinkSimulatorState, startHilinkSimulator } from './simulator.ts';
import { ask, element, Visitor } from './test-client.ts';

interface ControlBody {
  error: string;
  length: number;
}

async function start(t: { after(run: () => Promise<void>): void }, options: HilinkSimulatorOptions = {}) {
  const simulator = await startHilinkSimulator(options);
  t.after(() => simulator.close());
  const control = async (path: string, body: unknown) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const reply = await fetch(`${simulator.url}/simulator/${path}`, { method: 'POST', body: text });
    return { status: reply.status, body: (await reply.json()) as ControlBody };
  };
  return { simulator, control, visitor: await new Visitor(simulator).open() };
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let round = 0; round < 1000 && !(await isTrue()); round += 1) await pause(5);
  assert.ok(await isTrue(), 'it did not come true in 5 s');
}

test('texts come in by HTTP, one or several', async (t) => {
  const { simulator, control } = await start(t);
  const one = await control('texts', { sender: '+15550100007', text: 'Your code is 123456' });
  assert.deepEqual<unknown>(one, { status: 201, body: { index: 40000, waiting: 0 } });
  const two = await control('texts', [
    { sender: 'Example', text: 'abcd', parts: 2, date: '2026-11-22 10:00:00' },
    { sender: 'Example', text: 'x', type: 5, sim: true },
  ]);
  assert.equal(two.body.length, 2);
  const reply = await fetch(`${simulator.url}/simulator/state`);
  const state = (await reply.json()) as HilinkSimulatorState;
  assert.deepEqual(
    state.rows.map((row) => [row.box, row.content, row.smsType]),
    [
      [1, 'Your code is 123456', 1],
      [1, 'abcd', 2],
      [5, 'x', 5],
    ],
  );
});

test('nonsense gets 400 and one line that says what was expected', async (t) => {
  const { control } = await start(t);
  for (const [path, body, expected] of [
    ['texts', 'x', /not JSON/],
    ['texts', {}, /^sender: /],
    ['texts', { sender: 'a', txt: 'b' }, /txt/],
    ['texts', { sender: 'a', date: 'soon' }, /^date: .*expected/],
    ['scenario', { latencyMs: -1 }, /^latencyMs: /],
  ] as const) {
    const reply = await control(path, body);
    assert.equal(reply.status, 400);
    assert.match(reply.body.error, expected);
    assert.doesNotMatch(reply.body.error, /\n/);
  }
  assert.equal((await control('nothing', {})).status, 404);
});

test('errors come for the named path and so many times, with the next token', async (t) => {
  const { control, visitor } = await start(t);
  assert.equal(
    (await control('scenario', { errorNext: { path: '/api/sms/sms-list', code: 100004, times: 2 } })).status,
    200,
  );
  assert.equal((await visitor.get('sms/sms-count')).code, undefined);
  const codes = [await visitor.list(), await visitor.list(), await visitor.list()].map((reply) => reply.code);
  assert.deepEqual(codes, [100004, 100004, undefined]);
});

test('connections are dropped before the call or after it took effect', async (t) => {
  const { simulator, visitor } = await start(t);
  simulator.inject({ sender: '+15550100007', text: 'x' });
  simulator.scenario({ dropConnections: 1 });
  await assert.rejects(visitor.get('sms/sms-count'));
  simulator.scenario({ dropConnections: { path: 'sms/delete-sms', after: true } });
  await assert.rejects(visitor.post('sms/delete-sms', '<Index>40000</Index>'));
  assert.deepEqual(simulator.state().rows, []);
});

test('a reboot drops connections, loses sessions, and the SIM takes its time; texts wait', async (t) => {
  const { simulator, visitor } = await start(t);
  simulator.inject({ sender: '+15550100007', text: 'before' });
  simulator.scenario({ reboot: { downMs: 30, simMs: 60 } });
  await assert.rejects(visitor.get('sms/sms-count'));
  assert.deepEqual(simulator.inject({ sender: '+15550100007', text: 'meanwhile' }), { index: undefined, waiting: 1 });
  await until(() => !simulator.state().down);
  assert.equal((await visitor.get('sms/sms-count')).code, 125002);
  await until(() => simulator.state().sim === 'ready');
  assert.equal(simulator.state().rows.length, 2);
  await visitor.open();
  assert.equal(element(await visitor.get('pin/status'), 'SimState'), '257');
});

test('a reboot can refuse connections and comes back at the same port', async (t) => {
  const { simulator, control } = await start(t);
  assert.equal((await control('scenario', { reboot: { downMs: 50, simMs: 0, refuse: true } })).status, 200);
  await assert.rejects(ask(simulator, 'GET', '/'), { code: 'ECONNREFUSED' });
  await until(() =>
    ask(simulator, 'GET', '/').then(
      (reply) => reply.status === 200,
      () => false,
    ),
  );
});

test('a simulator that is down can be closed', async () => {
  const simulator = await startHilinkSimulator();
  simulator.scenario({ reboot: { downMs: 60_000, refuse: true } });
  await simulator.close();
});

test('the SIM can be away or locked', async (t) => {
  const { simulator, visitor } = await start(t);
  for (const [sim, pin, card] of [
    ['absent', '255', '255'],
    ['pin', '260', '0'],
    ['puk', '261', '0'],
    ['ready', '257', '1'],
  ] as const) {
    simulator.scenario({ sim });
    assert.equal(element(await visitor.get('pin/status'), 'SimState'), pin);
    assert.equal(element(await visitor.get('monitoring/status'), 'SimStatus'), card);
    assert.equal(element(await visitor.get('monitoring/converged-status'), 'SimState'), pin);
  }
});

test('lost sessions get 125002', async (t) => {
  const { simulator, visitor } = await start(t);
  simulator.scenario({ loseSessions: true });
  assert.equal((await visitor.list()).code, 125002);
});

test('calls under way at once are counted, and answered one after the other', async (t) => {
  const { simulator, visitor } = await start(t);
  await visitor.get('monitoring/status');
  await visitor.get('monitoring/status');
  assert.equal(simulator.state().maxParallel, 1);
  simulator.scenario({ latencyMs: 20 });
  await Promise.all([visitor.get('monitoring/status'), visitor.get('monitoring/status'), visitor.get('pin/status')]);
  const { maxParallel, calls } = simulator.state();
  assert.equal(maxParallel, 3);
  assert.equal(calls['GET monitoring/status'], 4);
});
