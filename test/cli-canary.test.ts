import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { runProgram, startProgram, temporaryFolder } from './helpers/command-line.ts';

const secretPath = 'a-path-that-nobody-guesses';
const configuration = `
lines: [{ id: burner, number: "+12025550101" }]
sources: [{ id: hook, kind: webhook, line: burner, pathSecret: "\${HOOK_PATH}" }]
providers: [{ id: screen, kind: console }]
canaries: [{ id: daily, to: burner, via: screen, everyMinutes: 1440 }]
`;

test('canary run waits until its text has come', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'keypigeon.yaml'), configuration);
  const env = { KEYPIGEON_DATA: folder, HOOK_PATH: secretPath };
  const hub = startProgram(t, ['serve'], { env });
  const [, url = ''] = await hub.says(/listens on (\S+)\n/);
  const [first] = await hub.says(/Keypigeon line test \S+ Nothing to do\./);
  const waiting = startProgram(t, ['canary', 'run', 'daily'], { env });
  const [text] = await hub.says(new RegExp(`(?<=${first}[^]*)Keypigeon line test \\S+ Nothing to do\\.`));
  await fetch(`${url}/hooks/hook/${secretPath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sender: '+12025550102', text }),
  });
  const { code, stdout, stderr } = await waiting.ended;
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /^daily: from screen to burner\n {2}sent .*, arrived after \d/);

  const late = await runProgram(t, ['canary', 'run', 'daily', '--wait', '1'], { env });
  assert.deepEqual([late.code, late.stderr], [1, '']);
  assert.match(late.stdout, /on its way/);
});
