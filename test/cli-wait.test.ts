import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runProgram, startProgram, temporaryFolder } from './helpers/command-line.ts';

const secretPath = 'a-path-that-nobody-guesses';
const configuration = `
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }]
sources: [{ id: hook, kind: webhook, line: burner, pathSecret: "\${HOOK_PATH}" }]
`;

async function sendText(url: string, text: string): Promise<void> {
  const answer = await fetch(`${url}/hooks/hook/${secretPath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sender: '+15550100007', text }),
  });
  assert.ok(answer.ok, String(answer.status));
}

describe('keypigeon wait', () => {
  test('prints the code over the socket, and by address with a token of a person', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, 'keypigeon.yaml'), configuration);
    const env = { KEYPIGEON_DATA: folder, HOOK_PATH: secretPath };
    const hub = startProgram(t, ['serve'], { env });
    const [, token = ''] = await hub.says(/keep it safe: (\S+)\n/);
    const [, url = ''] = await hub.says(/listens on (\S+)\n/);
    const made = await fetch(`${url}/api/v1/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ name: 'ann', scopes: ['read'], person: 'ann' }),
    });
    const anns = ((await made.json()) as { token: string }).token;

    const local = startProgram(t, ['wait', 'git-hub'], { env });
    const remote = startProgram(t, ['wait', '--line', 'burner', '--url', url, '--json'], {
      env: { KEYPIGEON_TOKEN: anns },
    });
    const stopped = startProgram(t, ['wait', 'Acme', '--minutes', '30'], { env });
    await local.says(/waiting for a code of GitHub until 20/);
    await stopped.says(/waiting for a code of Acme/);
    const waits = async () => {
      const answer = await fetch(`${url}/api/v1/waits`, { headers: { authorization: `Bearer ${token}` } });
      return ((await answer.json()) as { waits: { state: string; person: string | null; service: string | null }[] })
        .waits;
    };
    for (let look = 0; look < 500 && (await waits()).length < 3; look++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await sendText(url, 'Your GitHub code is 481516');
    const first = await local.ended;
    assert.deepEqual([first.code, first.stdout], [0, '481516\n']);
    const second = await remote.ended;
    assert.equal(second.code, 0);
    const { code, state, person, line } = JSON.parse(second.stdout);
    assert.deepEqual([code, state, person, line], ['481516', 'came', 'ann', 'burner']);
    assert.equal(second.stderr, '');
    const third = await stopped.stop('SIGINT');
    assert.deepEqual([third.code, third.stdout], [1, '']);
    assert.equal((await waits()).find(({ service }) => service === 'Acme')?.state, 'ended');
  });

  test('refuses what cannot be in one line', async (t) => {
    const folder = await temporaryFolder(t);
    for (const [args, code, words] of [
      [['wait', 'GitHub', '--minutes', '31'], 2, /expected a number from 1 to 30/],
      [['wait', 'one', 'two'], 2, /one argument too many/],
      [['wait', 'GitHub', '--token', 'x'], 2, /--token goes with --url/],
      [['wait', 'GitHub'], 1, /no hub is running/],
    ] as const) {
      const ended = await runProgram(t, [...args], { env: { KEYPIGEON_DATA: folder } });
      assert.equal(ended.code, code, ended.stderr);
      assert.match(ended.stderr, words);
      assert.equal(ended.stderr.trim().split('\n').length, 1);
    }
  });
});
