import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { runProgram, startProgram, temporaryFolder } from './helpers/command-line.ts';

test('board add prints the address of a screen that shows due codes and nothing else', async (t) => {
  const folder = await temporaryFolder(t);
  const env = { KEYPIGEON_DATA: folder };
  await writeFile(join(folder, 'keypigeon.yaml'), 'people: [{ id: ann, name: Ann }]\n');
  const hub = startProgram(t, ['serve'], { env });
  const [, origin = ''] = await hub.says(/listens on (http:\/\/\S+)\n/);
  const added = await runProgram(t, ['board', 'add', 'kitchen'], { env });
  assert.deepEqual([added.code, added.stderr], [0, '']);
  const token = /\/board\/kitchen#(kp_[A-Za-z0-9_-]{43})\n$/.exec(added.stdout)?.[1];
  const ask = async (path: string) =>
    (await fetch(`${origin}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
  assert.deepEqual([await ask('/board'), await ask('/messages')], [200, 403]);
  for (const [args, code, words] of [
    [['add', 'Kitchen!'], 2, /short name/],
    [['remove', 'kitchen'], 2, /expected add/],
    [['add', 'hall', '--person', 'nobody'], 1, /no person with this id/],
  ] as const) {
    const ended = await runProgram(t, ['board', ...args], { env });
    assert.deepEqual([ended.code, words.test(ended.stderr)], [code, true], ended.stderr);
  }
});
