import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { runSerialSimulator } from './run.ts';
import { openTerminal, until } from './test-terminal.ts';

interface ControlBody {
  isPlugged: boolean;
  path: string;
  waiting: number;
  stored: unknown[];
  error: string;
}

function surroundings() {
  const out: string[] = [];
  const err: string[] = [];
  const controller = new AbortController();
  const stdout = { write: (text: string) => out.push(text) };
  const stderr = { write: (text: string) => err.push(text) };
  return { out, err, controller, handed: { stdout, stderr, signal: controller.signal } };
}

async function run(t: TestContext, args: string[]) {
  const { out, handed, controller } = surroundings();
  const running = runSerialSimulator(args, handed);
  t.after(async () => {
    controller.abort();
    assert.equal(await running, 0);
  });
  while (!out.join('').includes('curl')) await pause(5);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out.join(''))?.[0] ?? '';
  const path = /modem: (\S+)/.exec(out.join(''))?.[1] ?? '';
  const ask = async (call: string, body: unknown = {}) => {
    const method = call === 'state' ? 'GET' : 'POST';
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const reply = await fetch(`${url}/simulator/${call}`, { method, ...(method === 'GET' ? {} : { body: text }) });
    return { status: reply.status, body: (await reply.json()) as ControlBody };
  };
  return { out, path, ask };
}

for (const [args, expected] of [
  [['--port', 'x'], /--port x .*0 to 65535/],
  [['--profile', 'toaster'], /toaster is not known, expected huawei/],
  [['--index-base', '2'], /expected 0, 1/],
  [['--every', '0'], /--every 0 /],
  [['--slots', '1.5'], /whole number/],
  [['--scenario', '{'], /not JSON/],
  [['--scenario', '{"signal":200}'], /signal/],
  [['--nothing'], /--nothing/],
] as const) {
  test(`bad arguments: ${args.join(' ')}`, async () => {
    const { out, err, handed } = surroundings();
    assert.equal(await runSerialSimulator([...args], handed), 2);
    assert.match(err.join(''), expected);
    assert.match(err.join(''), /^keypigeon: simulate serial: [^\n]*\n$/);
    assert.deepEqual(out, []);
  });
}

test('it says what to open and how to send a text, and takes texts by HTTP', async (t) => {
  const { out, path, ask } = await run(t, ['--latency', '0', '--message-ms', '0', '--ports', '2', '--every', '0.05']);
  assert.match(out.join(''), /never reports: \/dev\//);
  assert.match(out.join(''), /^In keypigeon\.yaml: .*path: "\/dev\/pts\/\d+" }\]$/m);
  const body = /-d '(.*)'/.exec(out.join(''))?.[1] ?? '';
  assert.deepEqual(await ask('texts', body), { status: 200, body: [{ parts: 1 }] });
  const terminal = await openTerminal(path);
  t.after(() => terminal.close());
  await terminal.ask('ATE0');
  assert.deepEqual((await terminal.ask('AT+CMGL=4')).at(-1), 'OK');
  let stored: unknown[] = [];
  for (let round = 0; round < 1000 && stored.length < 3; round += 1) {
    await pause(5);
    ({ stored } = (await ask('state')).body);
  }
  assert.ok(stored.length >= 3);
});

test('by HTTP it is unplugged, plugged in, locked and given another card', async (t) => {
  const { ask } = await run(t, ['--latency', '0', '--message-ms', '0', '--pin', '4321']);
  await ask('unplug');
  assert.equal((await ask('state')).body.isPlugged, false);
  const { path } = (await ask('replug')).body;
  const terminal = await openTerminal(path);
  t.after(() => terminal.close());
  assert.deepEqual((await terminal.ask('AT+CPIN?')).slice(-2), ['+CPIN: SIM PIN', 'OK']);
  assert.deepEqual((await terminal.ask('AT+CPIN="4321"')).at(-1), 'OK');
  await ask('sim', { imsi: '001010000000002' });
  assert.deepEqual((await terminal.ask('AT+CIMI')).slice(-2), ['001010000000002', 'OK']);
  await ask('scenario', { registration: 2 });
  await ask('texts', [{ sender: 'Example', text: 'waits' }]);
  assert.equal((await ask('state')).body.waiting, 1);
  await ask('scenario', { registration: 5 });
  await ask('pdus', { pdu: '0004' });
  await until(() => terminal.received !== '');
  assert.equal((await ask('state')).body.stored.length, 2);
});

test('nonsense by HTTP gets one line that says what was expected', async (t) => {
  const { ask } = await run(t, []);
  for (const [call, body, expected] of [
    ['texts', 'x', /not JSON/],
    ['texts', { text: 'nobody' }, /sender|Invalid/],
    ['texts', { sender: 'a name that is too long', text: 'x' }, /^The address/],
    ['pdus', { pdu: 'xyz' }, /hexadecimal/],
    ['scenario', { latencyMs: -1 }, /^latencyMs: /],
  ] as const) {
    const reply = await ask(call, body);
    assert.equal(reply.status, 400);
    assert.match(reply.body.error, expected);
    assert.doesNotMatch(reply.body.error, /\n/);
  }
  assert.equal((await ask('nothing')).status, 404);
});
