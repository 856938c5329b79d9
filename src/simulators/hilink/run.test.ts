import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { runHilinkSimulator } from './run.ts';
import { startHilinkSimulator } from './simulator.ts';

function surroundings() {
  const out: string[] = [];
  const err: string[] = [];
  const controller = new AbortController();
  return {
    out,
    err,
    controller,
    handed: {
      stdout: { write: (text: string) => out.push(text) },
      stderr: { write: (text: string) => err.push(text) },
      signal: controller.signal,
    },
  };
}

for (const [args, expected] of [
  [['--port', 'x'], /--port x .*0 to 65535/],
  [['--profile', 'toaster'], /toaster is not known, expected stick/],
  [['--family', 'E'], /expected A, B, C, D/],
  [['--every', '0'], /--every 0 /],
  [['--nothing'], /--nothing/],
  [['extra'], /extra/],
] as const) {
  test(`bad arguments: ${args.join(' ')}`, async () => {
    const { out, err, handed } = surroundings();
    assert.equal(await runHilinkSimulator([...args], handed), 2);
    assert.match(err.join(''), expected);
    assert.match(err.join(''), /^keypigeon: simulate hilink: [^\n]*\n$/);
    assert.deepEqual(out, []);
  });
}

test('a port that is taken gets one line and exit code 1', async (t) => {
  const other = await startHilinkSimulator();
  t.after(() => other.close());
  const { err, handed } = surroundings();
  assert.equal(await runHilinkSimulator(['--port', String(other.port)], handed), 1);
  assert.match(err.join(''), new RegExp(`port ${other.port} .* taken`));
});

test('it says where it is and how to send a text, makes texts, and ends on the signal', async () => {
  const { out, handed, controller } = surroundings();
  const running = runHilinkSimulator(['--port', '0', '--every', '0.05', '--login', 'type4'], handed);
  while (out.length < 2) await pause(5);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out.join(''))?.[0] ?? '';
  const body = /-d '(.*)'/.exec(out.join(''))?.[1] ?? '';
  assert.equal((await fetch(`${url}/simulator/texts`, { method: 'POST', body })).status, 201);
  let rows: { content: string }[] = [];
  for (let round = 0; round < 1000 && rows.length < 3; round += 1) {
    await pause(5);
    rows = ((await (await fetch(`${url}/simulator/state`)).json()) as { rows: { content: string }[] }).rows;
  }
  assert.match(rows[2]?.content ?? '', /code is \d{6}/);
  controller.abort();
  assert.equal(await running, 0);
  await assert.rejects(fetch(url));
});
