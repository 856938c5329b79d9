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

async function sendText(url: string, code: string): Promise<void> {
  const answer = await fetch(`${url}/hooks/hook/${secretPath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sender: '+15550100007', text: `Your Example code is ${code}.` }),
  });
  assert.ok(answer.ok, String(answer.status));
}

function codesOf(output: string): string[] {
  return output
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { code: string }).code);
}

describe('watch without a terminal', () => {
  test('prints what comes, and after a restart of the hub what came meanwhile, each once', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, 'keypigeon.yaml'), configuration);
    const env = { KEYPIGEON_DATA: folder, HOOK_PATH: secretPath };
    const first = startProgram(t, ['serve'], { env });
    const [, url = ''] = await first.says(/listens on (\S+)\n/);
    const address = new URL(url).host;
    const watch = startProgram(t, ['watch', '--json'], { env });
    const plain = startProgram(t, ['watch'], { env });
    // Both are listed and connected before the first text: until then one goes at a time.
    for (let code = 1_000; !watch.stdout().includes('"code"') || plain.stdout() === ''; code += 1) {
      await sendText(url, String(code));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await sendText(url, '7001');
    await watch.says(/"code":"7001"/);
    await plain.says(/ {2}7001 Example {2}from \+15550100007\n/);
    // Stopped, so that the hub is gone and back with a text before the watcher can look.
    watch.process.kill('SIGSTOP');
    await first.stop();
    const second = startProgram(t, ['serve'], { env: { ...env, KEYPIGEON_LISTEN: address } });
    await second.says(/listens on/);
    await sendText(url, '7002');
    await sendText(url, '7003');
    watch.process.kill('SIGCONT');
    await watch.says(/"code":"7003"/);
    await plain.says(/ {2}7003 Example/);
    await sendText(url, '7004');
    await watch.says(/"code":"7004"/);
    const late = codesOf(watch.stdout()).filter((code) => code.startsWith('7'));
    assert.deepEqual(late, ['7001', '7002', '7003', '7004']);
    const ended = await watch.stop();
    assert.equal(ended.code, 0);
    assert.match(ended.stderr, /the hub is away; waiting for it\n.*the hub is back\n$/);
  });

  test('by address it needs a token that the hub knows', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, 'keypigeon.yaml'), configuration);
    const hub = startProgram(t, ['serve'], { env: { KEYPIGEON_DATA: folder, HOOK_PATH: secretPath } });
    const [, token = ''] = await hub.says(/keep it safe: (\S+)\n/);
    const [, url = ''] = await hub.says(/listens on (\S+)\n/);
    const without = await runProgram(t, ['watch', '--url', url]);
    assert.equal(without.code, 1);
    assert.match(without.stderr, /^keypigeon: Expected the header Authorization: Bearer.*\n$/);
    const watch = startProgram(t, ['watch', '--url', url, '--json'], { env: { KEYPIGEON_TOKEN: token } });
    for (let code = 1_000; watch.stdout() === ''; code += 1) {
      await sendText(url, String(code));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal((await watch.stop()).code, 0);
  });

  test('an address where no hub answers is one line', async (t) => {
    const { code, stderr } = await runProgram(t, ['watch', '--url', 'http://127.0.0.1:1']);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^keypigeon: no hub answers at http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\); check the address\n$/,
    );
  });
});
