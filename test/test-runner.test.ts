import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';

const runner = new URL('../scripts/test.js', import.meta.url).pathname;
const head = "import { test } from 'node:test';\nimport assert from 'node:assert/strict';\n";
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'test-runner-'));
});
after(() => rm(folder, { recursive: true }));

function run(...args: string[]): Promise<{ code: number; output: string }> {
  const env = { ...process.env, KEYPIGEON_DATA: '/nowhere', HTTPS_PROXY: 'http://127.0.0.1:9' };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [runner, ...args], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

async function sample(name: string, body: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, head + body);
  return path;
}

test('a good file passes, what it printed stays out, and the machine’s settings do not reach it', async () => {
  const path = await sample(
    'good.test.ts',
    "console.log('chatter'); test('good', () => { assert.deepEqual([process.env.KEYPIGEON_DATA, process.env.HTTPS_PROXY], [undefined, undefined]); });",
  );
  const { code, output } = await run(path);
  assert.equal(code, 0, output);
  assert.match(output, /ℹ pass 1\nℹ fail 0\n/);
  assert.doesNotMatch(output, /chatter/);
});

test('a failure is shown in full, with its place and what the file printed', async () => {
  const path = await sample('bad.test.ts', "console.log('chatter');\ntest('sum', () => { assert.equal(1 + 1, 3); });");
  const { code, output } = await run(path);
  assert.equal(code, 1);
  assert.match(output, /✖ sum\n.*bad\.test\.ts:4\n[\s\S]*2 !== 3/);
  assert.match(output, /bad\.test\.ts printed:\n +chatter/);
  assert.match(output, /ℹ fail 1\n/);
});

test('what broke a file as a whole is shown too', async () => {
  const error = "new Error('no server here')";
  for (const body of [
    `await Promise.reject(${error});`,
    `test('late', () => { setTimeout(() => { throw ${error}; }, 20); });`,
  ]) {
    const { code, output } = await run(relative(process.cwd(), await sample('broken.test.ts', body)));
    assert.equal(code, 1);
    assert.match(output, /broken\.test\.ts printed:\n[\s\S]*no server here/);
  }
});

test('a skipped test fails the run unless it says why', async () => {
  const silent = await run(await sample('silent.test.ts', "test('quiet', { skip: true }, () => {});"));
  assert.equal(silent.code, 1);
  assert.match(silent.output, /quiet: skipped without a reason/);
  const said = await run(await sample('said.test.ts', "test('quiet', { skip: 'no floppy drive' }, () => {});"));
  assert.equal(said.code, 0);
  assert.match(said.output, /quiet: no floppy drive/);
});

test('a name that is not there, and a folder without tests, are no success', async () => {
  const missing = await run('no/such/folder');
  assert.equal(missing.code, 2);
  assert.match(missing.output, /There is no no\/such\/folder here/);
  const empty = await run(join(folder, 'empty*.test.ts'));
  assert.equal(empty.code, 1, empty.output);
});
