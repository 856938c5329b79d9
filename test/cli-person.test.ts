import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProgram, startProgram, temporaryFolder } from './helpers/command-line.ts';

test('person adds, lists and resets people with and without a hub', async (t) => {
  const folder = await temporaryFolder(t);
  const env = { KEYPIGEON_DATA: folder };
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runProgram(t, ['person', ...args], { env });
    assert.deepEqual([code, stderr], [0, ''], args.join(' '));
    return stdout;
  };
  const hub = startProgram(t, ['serve'], { env });
  const [, origin = ''] = await hub.says(/listens on (http:\/\/\S+)\n/);
  const look = (path: string) => {
    const body = JSON.stringify({ token: path.slice(path.indexOf('#') + 1) });
    return fetch(`${origin}/api/v1/setup/look`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  };
  const added = JSON.parse(await run('add', 'Ann Example', '--role', 'owner', '--json')) as {
    id: string;
    path: string;
    urls: string[];
  };
  assert.deepEqual(added.urls, [`${origin.replace('127.0.0.1', 'localhost')}${added.path}`], 'by the running hub');
  assert.equal(added.id, 'ann-example');
  assert.equal((await look(added.path)).status, 200);
  await hub.stop();

  assert.match(
    await run('add', 'Guest', '--role', 'guest', '--until', '2999-01-01T00:00:00Z'),
    /\n\n {2}Set up: http:\/\/localhost:\d+\/setup#[A-Za-z0-9_-]{43}\n$/,
  );
  const reset = JSON.parse(await run('reset', 'ann-example', '--json')) as { path: string };
  assert.notEqual(reset.path, added.path);
  const listed = await run('list');
  assert.match(listed, /ann-example +Ann Example +owner +has not set up/);
  assert.match(listed, /guest +Guest +guest +until 2999/);

  for (const [args, code, words] of [
    [['add'], 2, /name of 1 to 100/],
    [['add', 'X', '--role', 'king'], 2, /one of owner, member, guest/],
    [['add', 'X', '--role', 'guest'], 1, /endsAt: expected a date/],
    [['reset', 'nobody'], 1, /no person with this id/],
    [['list', '--role', 'owner'], 2, /belong to add/],
  ] as const) {
    const ended = await runProgram(t, ['person', ...args], { env });
    assert.equal(ended.code, code, args.join(' '));
    assert.match(ended.stderr, words);
  }
});
